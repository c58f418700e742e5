//! What a page takes to draw, counted before it is drawn: a form that draws forms that draw forms multiplies.

use super::streams;
use hayro_interpret::hayro_syntax::{
    object::{Array, Dict, Name, Object, ObjectIdentifier, Stream},
    page::{Page, Resources},
};
use memchr::memmem;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Forms inside each other that are drawn; the interpreter stops there.
const DEEPEST: u32 = 50;
/// Forms that are looked at, each in each depth.
const MOST_STEPS: usize = 200_000;

/// The bytes of drawing instructions that may still be gone through, forms counted as often as they are drawn.
pub struct Budget<'a> {
    left: usize,
    /// Bytes that one stream may inflate to.
    most: usize,
    steps: usize,
    forms: HashMap<ObjectIdentifier, Option<Rc<Form<'a>>>>,
    costs: HashMap<(Owner, ObjectIdentifier, u32), usize>,
}

/// Whose resources a form draws with that has none of its own: a form's, or the page's.
type Owner = Option<ObjectIdentifier>;

struct Form<'a> {
    length: usize,
    resources: Option<Resources<'a>>,
    draws: Draws,
}

/// How often each name is drawn; the empty name stands for those that cannot be told.
type Draws = BTreeMap<Vec<u8>, usize>;

impl<'a> Budget<'a> {
    pub fn new(left: usize, most: usize) -> Self {
        Self {
            left,
            most,
            steps: 0,
            forms: HashMap::new(),
            costs: HashMap::new(),
        }
    }

    /// Whether a page may be drawn: what it takes is within the budget, and is taken off.
    pub fn admits(&mut self, page: &Page<'a>) -> bool {
        let contents: Vec<Stream<'_>> = match page.raw().get::<Object<'_>>("Contents") {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Array(parts)) => parts.iter().collect(),
            _ => Vec::new(),
        };
        let cost = if streams::fit(&contents, self.most) {
            self.page(page)
        } else {
            usize::MAX
        };
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    fn page(&mut self, page: &Page<'a>) -> usize {
        self.costs.retain(|(owner, ..), _| owner.is_some());
        let content = page.page_stream().unwrap_or(&[]);
        let resources = page.resources();
        let mut cost = content.len();
        if !resources.x_objects.is_empty() {
            cost = cost.saturating_add(self.drawn(&draws(content), resources, None, 0));
        }
        if let Some(notes) = page.raw().get::<Array<'_>>("Annots") {
            for note in notes.iter::<Dict<'_>>() {
                cost = cost.saturating_add(self.note(&note, resources));
            }
        }
        cost
    }

    /// What the appearance of an annotation takes; where it has several, the most.
    fn note(&mut self, note: &Dict<'a>, resources: &Resources<'a>) -> usize {
        let appearance = note.get::<Dict<'_>>("AP");
        let streams: Vec<Stream<'_>> = match appearance.and_then(|all| all.get("N")) {
            Some(Object::Stream(stream)) => vec![stream],
            Some(Object::Dict(states)) => states
                .keys()
                .filter_map(|state| states.get(&*state))
                .collect(),
            _ => Vec::new(),
        };
        let costs = streams
            .iter()
            .map(|stream| self.form(stream, resources, None, 0));
        costs.max().unwrap_or(0)
    }

    /// What all that is drawn by name takes.
    fn drawn(
        &mut self,
        draws: &Draws,
        resources: &Resources<'a>,
        owner: Owner,
        depth: u32,
    ) -> usize {
        let mut cost = 0usize;
        for (name, times) in draws {
            let one = if name.is_empty() {
                let all = resources.x_objects.keys();
                let streams: Vec<Stream<'_>> = all
                    .filter_map(|name| resources.get_x_object(&name))
                    .collect();
                let costs = streams
                    .iter()
                    .map(|stream| self.form(stream, resources, owner, depth));
                costs.max()
            } else {
                resources
                    .x_objects
                    .get::<Stream<'_>>(name)
                    .map(|stream| self.form(&stream, resources, owner, depth))
            };
            cost = cost.saturating_add(one.unwrap_or(0).saturating_mul(*times));
        }
        cost
    }

    /// What one drawing of a form takes; pictures take nothing.
    fn form(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
        owner: Owner,
        depth: u32,
    ) -> usize {
        let subtype = stream.dict().get::<Name<'_>>("Subtype");
        if subtype.is_some_and(|name| &*name == b"Image") || depth >= DEEPEST {
            return 0;
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return usize::MAX;
        }
        let id = stream.obj_id();
        let key = (owner, id, depth);
        if let Some(&known) = self.costs.get(&key) {
            return known;
        }
        let most = self.most;
        let form = self.forms.entry(id);
        let form = form.or_insert_with(|| Form::of(stream, most).map(Rc::new));
        let cost = match form.clone() {
            None => usize::MAX,
            Some(form) => {
                let own = form.resources.as_ref();
                let owner = if own.is_some() { Some(id) } else { owner };
                let inner = self.drawn(&form.draws, own.unwrap_or(resources), owner, depth + 1);
                inner.saturating_add(form.length)
            }
        };
        self.costs.insert(key, cost);
        cost
    }
}

impl<'a> Form<'a> {
    /// `None` where it is longer than a stream may be.
    fn of(stream: &Stream<'a>, most: usize) -> Option<Self> {
        if !streams::fit(std::slice::from_ref(stream), most) {
            return None;
        }
        let content = stream.decoded_data().unwrap_or_default();
        Some(Self {
            length: content.len(),
            resources: stream.dict().get("Resources").map(Resources::new),
            draws: draws(&content),
        })
    }
}

/// The names that instructions draw, by `/Name Do`.
fn draws(content: &[u8]) -> Draws {
    let mut draws = Draws::new();
    for at in memmem::find_iter(content, b"Do") {
        let before = content.get(..at).unwrap_or(&[]);
        let longer = content.get(at + 2).is_some_and(|&byte| is_regular(byte));
        if longer
            || before
                .last()
                .is_some_and(|&byte| is_regular(byte) || byte == b'/')
        {
            continue;
        }
        let end = before
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace() && *byte != 0);
        let name = before.get(..end.map_or(0, |end| end + 1)).unwrap_or(&[]);
        let start = name.iter().rposition(|&byte| !is_regular(byte));
        let told = start.filter(|&start| name.get(start) == Some(&b'/'));
        let name = told.and_then(|start| name.get(start + 1..)).unwrap_or(&[]);
        let name = if name.contains(&b'#') { &[] } else { name };
        *draws.entry(name.to_vec()).or_default() += 1;
    }
    draws
}

/// Whether a byte may stand in a name.
fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            0 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}
