//! The hall in motion: files read and reviewed batch by batch, what is kept of each, and what earlier runs already know.

use crate::{
    check::{self, Review},
    compile::Library,
    kin::{self, Hold, Kinship, Member},
    memory::{self, Memory},
    model::{Checked, Digest, Document, Language, Outcome, Rule, Shown, Tally, Unread},
    read::{self, Input},
    resolve,
};
use rayon::prelude::*;
use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
    ops::Range,
    sync::Arc,
};

/// Libraries, each with the places of its rules among all.
type Places<'a> = Vec<(&'a Library, Vec<usize>)>;

/// Had when a file's turn comes, and given back when it is read.
pub type Bytes<'a> = Result<Cow<'a, [u8]>, Unread>;

/// A file to review: the rules that hold for it, and how it is read and spoken of.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// As messages name it; its ending may tell its format.
    pub path: &'a str,
    pub bytes: &'a (dyn Fn() -> Bytes<'a> + Sync),
    pub library: &'a Library,
    pub options: read::Options,
    /// Of messages; `None`: the report's own.
    pub language: Option<Language>,
}

/// What a run keeps of its documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Everything,
    /// What is counted, and what findings and doubts of the reading show.
    Findings,
}

/// How a run is done: what it keeps and what it remembers.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    pub keep: Keep,
    /// Asked only where no more than findings is kept.
    pub memory: Option<&'a dyn Memory>,
    /// How files belong together, beside what their titles tell.
    pub kinship: Option<&'a Kinship>,
}

impl Manner<'_> {
    /// Everything is kept, nothing remembered.
    pub const PLAIN: Manner<'static> = Manner {
        keep: Keep::Everything,
        memory: None,
        kinship: None,
    };
}

/// So many files that are read anew are in memory at once, for each thread.
const BATCH: usize = 16;

/// Documents that may be held against others are kept whole until then, up to so many figures, each with about 1.5 KB around it; of
/// the rest, those that are, are read once more.
const WHOLE: usize = 30_000;

/// Of so many files what is known is looked up at once.
const CHUNK: usize = 1024;

/// The main job: reads, resolves, relates, checks and explains each input. Documents keep the order of the inputs; one that cannot be
/// read is in [`Outcome::unread`] and the others are checked all the same.
pub fn review(inputs: &[Input<'_>], library: &Library) -> Outcome {
    let bytes: Vec<_> = inputs
        .iter()
        .map(|input| move || -> Bytes<'_> { Ok(Cow::Borrowed(input.bytes)) })
        .collect();
    let tasks: Vec<Task<'_>> = inputs
        .iter()
        .zip(&bytes)
        .map(|(input, bytes)| Task {
            path: input.path,
            bytes,
            library,
            options: read::Options::default(),
            language: None,
        })
        .collect();
    review_each(&tasks, Manner::PLAIN).0
}

/// The same where each file has rules of its own; with the rules of all, to which the outcome's indexes refer.
pub fn review_each(tasks: &[Task<'_>], manner: Manner<'_>) -> (Outcome, Vec<Rule>) {
    let mut run = Run::new(tasks, manner);
    while run.advance().is_some() {}
    run.finish();
    (run.outcome, run.rules)
}

/// A run that can be looked at between its batches.
pub struct Run<'t, 'a> {
    /// Of all libraries, each id once.
    rules: Vec<Rule>,
    outcome: Outcome,
    tasks: &'t [Task<'a>],
    manner: Manner<'t>,
    places: Places<'a>,
    /// One for each document.
    members: Vec<Member<'a>>,
    /// Whether any rule speaks of several documents.
    asked: bool,
    /// Figures of documents that are kept whole, and how many there may be.
    whole: usize,
    most: usize,
    /// Tasks that were looked up, and those of them whose turn has not come.
    known: usize,
    queue: VecDeque<Known<'t, 'a>>,
}

impl<'t, 'a> Run<'t, 'a> {
    pub fn new(tasks: &'t [Task<'a>], manner: Manner<'t>) -> Self {
        let (rules, places) = union(tasks);
        Self {
            outcome: Outcome {
                tallies: vec![Tally::default(); rules.len()],
                ..Outcome::default()
            },
            asked: kin::is_asked(&rules),
            rules,
            tasks,
            manner,
            places,
            members: Vec::new(),
            whole: 0,
            most: WHOLE,
            known: 0,
            queue: VecDeque::new(),
        }
    }

    /// What has come out, with the rules to which its indexes refer.
    pub fn so_far(&mut self) -> (&mut Outcome, &[Rule]) {
        (&mut self.outcome, &self.rules)
    }

    /// Files that are done.
    pub fn done(&self) -> usize {
        self.known - self.queue.len()
    }

    /// Reviews the next files, each by itself: the documents that came of them, with whose findings those of the outcome end. `None`
    /// where no file is left.
    pub fn advance(&mut self) -> Option<Range<usize>> {
        let memory = self.memory();
        if self.queue.is_empty() {
            self.look_up(memory);
        }
        let (mut batch, mut anew) = (Vec::new(), 0);
        while anew < BATCH * rayon::current_num_threads()
            && let Some(known) = self.queue.pop_front()
        {
            anew += usize::from(known.digest.is_none());
            batch.push(known);
        }
        if batch.is_empty() {
            return None;
        }
        let batch = read_all(batch, memory, &mut self.outcome.unread);
        let first = self.outcome.documents.len();
        let batch = (first..).zip(batch).collect();
        for (member, done) in each(batch, |(at, read)| self.review(at, read, memory)) {
            self.members.push(member);
            match done {
                Done::Reviewed(review) => {
                    self.whole += review.checked.all_figures().len();
                    add(&mut self.outcome, *review);
                }
                Done::Recalled(task, digest) => {
                    let own = places_of(task.library, &self.places);
                    let (path, language) = (task.path, task.language);
                    memory::add(&mut self.outcome, path, language, digest, own);
                }
            }
        }
        Some(first..self.outcome.documents.len())
    }

    fn memory(&self) -> Option<&'t dyn Memory> {
        let wanted = self.manner.keep == Keep::Findings;
        self.manner.memory.filter(|_| wanted)
    }

    fn look_up(&mut self, memory: Option<&dyn Memory>) {
        let tasks = self.tasks.get(self.known..).unwrap_or(&[]);
        let next: Vec<_> = (self.known..).zip(tasks).take(CHUNK).collect();
        self.known += next.len();
        self.queue = match memory {
            Some(_) => each(next, |task| Known::of(task, memory)).into(),
            None => next.into_iter().map(|task| Known::of(task, None)).collect(),
        };
    }

    /// One document, the `at`-th of the outcome.
    fn review(
        &self,
        at: usize,
        read: Read<'t, 'a>,
        memory: Option<&dyn Memory>,
    ) -> (Member<'a>, Done<'t, 'a>) {
        let library = read.task.library;
        let mut member = Member {
            task: read.at,
            library,
            identity: None,
        };
        let document = match read.source {
            Source::Recalled(mut digest) => {
                member.identity = digest.identity.take();
                return (member, Done::Recalled(read.task, digest));
            }
            Source::Read(document) => document,
        };
        if self.asked {
            member.identity = resolve::identity(&document, &library.vocabulary);
        }
        let mut review = renumbered(at, document, library, &self.rules, &self.places);
        let silent = review.findings.is_empty() && review.checked.document.is_plain();
        if let (true, Some(memory), Some(key)) = (silent, memory, &read.key) {
            let identity = member.identity.clone();
            let own = places_of(library, &self.places);
            memory.learn(key, &memory::digest(&review, identity, &self.rules, own));
        }
        let alone = member.identity.is_none() || self.whole >= self.most;
        if alone && self.manner.keep == Keep::Findings {
            let shown = Shown::of(&review.findings);
            review.checked.shorten(shown.get(&at), &self.rules);
        }
        (member, Done::Reviewed(Box::new(review)))
    }

    /// Holds the documents that belong together against each other, once all files are done.
    pub fn finish(&mut self) {
        let none = Kinship::default();
        let (tasks, members, rules, places) =
            (self.tasks, &self.members, &self.rules, &self.places);
        let whole = |at: usize| {
            let member = members.get(at)?;
            let document = read(tasks.get(member.task)?).ok()?;
            let review = renumbered(at, document, member.library, rules, places);
            Some(review.checked)
        };
        let hold = Hold {
            members,
            rules,
            places,
            kinship: self.manner.kinship.unwrap_or(&none),
            keep: self.manner.keep,
            whole: &whole,
        };
        hold.run(&mut self.outcome);
    }
}

/// Reviews what was read: each document with the rules that hold for it, which stand at `places` among all `rules`; then those that
/// belong together, against each other.
pub(crate) fn review_documents(
    documents: Vec<(&Library, Document)>,
    rules: &[Rule],
    places: &[(&Library, Vec<usize>)],
    kinship: &Kinship,
) -> Outcome {
    let members: Vec<Member<'_>> = documents
        .iter()
        .enumerate()
        .map(|(task, (library, document))| Member {
            task,
            library,
            identity: resolve::identity(document, &library.vocabulary),
        })
        .collect();
    let documents = documents.into_iter().enumerate().collect();
    let reviews = each(documents, |(index, (library, document))| {
        renumbered(index, document, library, rules, places)
    });
    let mut outcome = Outcome {
        tallies: vec![Tally::default(); rules.len()],
        ..Outcome::default()
    };
    reviews
        .into_iter()
        .for_each(|review| add(&mut outcome, review));
    let hold = Hold {
        members: &members,
        rules,
        places,
        kinship,
        keep: Keep::Everything,
        whole: &|_| None,
    };
    hold.run(&mut outcome);
    outcome
}

/// The review of a document, its rules numbered as they stand among all.
fn renumbered(
    index: usize,
    document: Document,
    library: &Library,
    rules: &[Rule],
    places: &[(&Library, Vec<usize>)],
) -> Review {
    let mut review = crate::review_one(index, document, library);
    check::renumber(&mut review, places_of(library, places), rules.len());
    review
}

/// Where the rules of a library stand among all.
fn places_of<'p>(library: &Library, places: &'p [(&Library, Vec<usize>)]) -> &'p [usize] {
    let own = places.iter().find(|(own, _)| std::ptr::eq(*own, library));
    own.map_or(&[], |(_, places)| places)
}

fn add(outcome: &mut Outcome, review: Review) {
    for (tally, own) in outcome.tallies.iter_mut().zip(review.tallies) {
        tally.add(own);
    }
    outcome.findings.extend(review.findings);
    outcome.documents.push(review.checked);
}

/// The rules of all libraries, each id once; and for each library where its rules stand among them.
fn union<'a>(tasks: &[Task<'a>]) -> (Vec<Rule>, Places<'a>) {
    let mut rules: Vec<Rule> = Vec::new();
    let mut places: Places<'a> = Vec::new();
    let mut known: HashMap<Arc<str>, usize> = HashMap::new();
    for task in tasks {
        if places
            .iter()
            .any(|(own, _)| std::ptr::eq(*own, task.library))
        {
            continue;
        }
        let own = task.library.rules.iter().map(|rule| {
            *known.entry(rule.id.clone()).or_insert_with(|| {
                rules.push(rule.clone());
                rules.len() - 1
            })
        });
        let own = own.collect();
        places.push((task.library, own));
    }
    (rules, places)
}

/// Only reads each input: documents whose tables have their header rows and units, without any figures.
pub fn survey(tasks: &[Task<'_>]) -> Outcome {
    let mut outcome = Outcome::default();
    let known = tasks.iter().enumerate();
    let known = known.map(|task| Known::of(task, None)).collect();
    let read = read_all(known, None, &mut outcome.unread);
    outcome.documents = each(read, |read| {
        let mut document = match read.source {
            Source::Read(document) => document,
            Source::Recalled(_) => return None,
        };
        resolve::frame(&mut document, &read.task.library.vocabulary);
        Some(Checked {
            document,
            figures: Vec::new(),
            claims: Vec::new(),
            ticks: Vec::new(),
            kept: None,
        })
    })
    .into_iter()
    .flatten()
    .collect();
    outcome
}

/// What is known of a file before it is read.
struct Known<'t, 'a> {
    task: &'t Task<'a>,
    /// Its place among all tasks.
    at: usize,
    digest: Option<Digest>,
}

impl<'t, 'a> Known<'t, 'a> {
    /// A file that cannot be had is found so when it is read.
    fn of((at, task): (usize, &'t Task<'a>), memory: Option<&dyn Memory>) -> Self {
        let recall = |memory: &dyn Memory| {
            let bytes = (task.bytes)().ok()?;
            memory.recall(&memory.key(at, &bytes))
        };
        Self {
            task,
            at,
            digest: memory.and_then(recall),
        }
    }
}

/// A file that was read, or need not be.
struct Read<'t, 'a> {
    task: &'t Task<'a>,
    /// Its place among all tasks.
    at: usize,
    key: Option<[u8; 32]>,
    source: Source,
}

enum Source {
    Read(Document),
    Recalled(Digest),
}

enum Done<'t, 'a> {
    Reviewed(Box<Review>),
    Recalled(&'t Task<'a>, Digest),
}

/// The documents that can be read, in the order of the inputs; `unread` gets why the others cannot.
fn read_all<'t, 'a>(
    known: Vec<Known<'t, 'a>>,
    memory: Option<&dyn Memory>,
    unread: &mut Vec<Unread>,
) -> Vec<Read<'t, 'a>> {
    let one = |Known { task, at, digest }: Known<'t, 'a>| match digest {
        Some(digest) => (task, at, Ok((None, Source::Recalled(digest)))),
        None => (task, at, read_one(task, at, memory)),
    };
    let mut done = Vec::new();
    for (task, at, read) in each(known, one) {
        match read {
            Ok((key, source)) => done.push(Read {
                task,
                at,
                key,
                source,
            }),
            Err(error) => unread.push(error),
        }
    }
    done
}

/// One file's document.
///
/// # Errors
/// Where it cannot be had or read.
pub fn read(task: &Task<'_>) -> Result<Document, Unread> {
    let bytes = (task.bytes)()?;
    document(task, &bytes)
}

fn document(task: &Task<'_>, bytes: &[u8]) -> Result<Document, Unread> {
    let input = Input {
        path: task.path,
        bytes,
    };
    match read::read(input, &task.library.vocabulary, &task.options) {
        Ok(mut document) => {
            document.language = task.language.unwrap_or(document.language);
            Ok(document)
        }
        Err(error) => Err(Unread {
            path: task.path.to_owned(),
            what: error.what(),
            help: error.help(),
        }),
    }
}

/// A document, and the key of just the bytes that it was read from: a file may be saved while it is looked at.
fn read_one(
    task: &Task<'_>,
    at: usize,
    memory: Option<&dyn Memory>,
) -> Result<(Option<[u8; 32]>, Source), Unread> {
    let bytes = (task.bytes)()?;
    let key = memory.map(|memory| memory.key(at, &bytes));
    Ok((key, Source::Read(document(task, &bytes)?)))
}

/// Works on each, on all processors; a single one needs no threads.
pub(crate) fn each<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if all.len() < 2 {
        all.into_iter().map(work).collect()
    } else {
        all.into_par_iter().map(work).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{compile, render};

    const LAST: &str = "# 东湖区文化馆2021年度部门预算\n\n基本支出预算 210.00 万元，项目支出预算 44.50 万元。\n\n会议费预算支出 6.20 万元。培训费预算支出 3.00 万元。\n";
    const THIS: &str = "# 东湖区文化馆2022年度部门预算\n\n基本支出预算 221.40 万元，与上年相比增加 14.10 万元。\n\n项目支出预算 40.00 万元，与上年相比减少 4.50 万元。\n\n会议费预算支出 6.20 万元，与上年预算数持平。培训费预算支出 4.00 万元，比上年增加 1.00 万元。\n\n| 项目 | 预算数 | 决算数 |\n|---|--:|--:|\n| 甲 | 1.00 | 1.00 |\n| 乙 | 2.00 | 2.00 |\n| 丙 | 3.00 | 4.00 |\n| 合计 | 6.00 | 7.20 |\n";

    /// Where nothing is kept whole, what belongs together is read once more.
    #[test]
    fn what_is_read_once_more_is_found_once() {
        let library = compile::builtin().unwrap();
        let files = [("a.md", LAST), ("b.md", THIS)];
        let bytes =
            files.map(|(_, text)| move || -> Bytes<'_> { Ok(Cow::Borrowed(text.as_bytes())) });
        let tasks = [0, 1].map(|at: usize| Task {
            path: files[at].0,
            bytes: &bytes[at],
            library: &library,
            options: read::Options::default(),
            language: None,
        });
        let outcome = |keep| {
            let manner = Manner {
                keep,
                ..Manner::PLAIN
            };
            let mut run = Run::new(&tasks, manner);
            run.most = 0;
            while run.advance().is_some() {}
            run.finish();
            (run.outcome, run.rules)
        };
        let renderer = render::RENDERERS.iter().find(|one| one.name == "json");
        let [whole, short] = [Keep::Everything, Keep::Findings].map(|keep| {
            let (outcome, rules) = outcome(keep);
            let between = |finding: &&crate::model::Finding| rules[finding.rule].is_between();
            let count = outcome.findings.iter().filter(between).count();
            assert_eq!((outcome.findings.len(), count), (2, 1));
            renderer.map(|one| one.render(&outcome, &rules, &render::Options::default()))
        });
        assert!(whole.is_some() && whole == short);
    }
}
