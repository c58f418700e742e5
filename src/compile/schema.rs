//! JSON Schema of rule files and settings, made of the lists of keys that the parser itself goes by.

use super::{
    form::{Form, Key, WORDS},
    kind::KINDS,
    rule, settings, vocabulary,
};
use serde_json::{Map, Value, json};

/// What editors know: Taplo reads draft 4 to 7.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Of a rule file: one rule, or any number of `[[rule]]` and words.
pub fn rule_schema() -> Value {
    let sections = [rule::FORMAT_KEYS, vocabulary::KEYS, rule::RULE];
    let mut collection = object(&sections);
    let many = json!({ "type": "array", "items": one_rule(&[rule::ID]), "description": "rules" });
    put(&mut collection, "rule", many);
    json!({
        "$schema": DRAFT,
        "title": "tieout: rules",
        "type": "object",
        "if": { "anyOf": [{ "required": ["kind"] }, { "required": ["title"] }] },
        "then": one_rule(&[rule::FORMAT_KEYS, vocabulary::KEYS]),
        "else": collection,
    })
}

/// Of a `tieout.toml`.
pub fn settings_schema() -> Value {
    let mut whole = object(&settings::FILE_KEYS);
    let some = json!({
        "type": "array",
        "items": object(&settings::PER_FILE_KEYS),
        "description": "other choices for some files",
    });
    put(&mut whole, "per-file", some);
    if let Value::Object(map) = &mut whole {
        map.insert("$schema".to_owned(), json!(DRAFT));
        map.insert("title".to_owned(), json!("tieout: settings"));
    }
    whole
}

/// A rule with keys of its own beside those of every rule; each kind takes its own keys alone.
fn one_rule(own: &[&[Key]]) -> Value {
    let kinds = KINDS.iter().map(|kind| kind.keys);
    let every: Vec<&[Key]> = own.iter().copied().chain([rule::KEYS]).collect();
    let lists: Vec<&[Key]> = every.iter().copied().chain(kinds).collect();
    let mut all = object(&lists);
    let each: Vec<Value> = KINDS
        .iter()
        .map(|kind| {
            let keys = || every.iter().copied().flatten().chain(kind.keys);
            let names: Vec<&str> = keys().map(|key| key.name).collect();
            json!({
                "if": { "properties": { "kind": { "const": kind.name } }, "required": ["kind"] },
                "then": { "propertyNames": { "enum": names }, "required": required(keys()) },
            })
        })
        .collect();
    if let Value::Object(map) = &mut all {
        map.insert(
            "required".to_owned(),
            required(every.iter().copied().flatten()),
        );
        map.insert("allOf".to_owned(), Value::Array(each));
    }
    all
}

fn required<'a>(keys: impl Iterator<Item = &'a Key>) -> Value {
    let names = keys.filter(|key| key.required).map(|key| key.name);
    json!(names.collect::<Vec<_>>())
}

/// A table with the keys of some lists, and no others.
fn object(lists: &[&[Key]]) -> Value {
    let keys = || lists.iter().flat_map(|list| list.iter());
    let mut properties = Map::new();
    for key in keys() {
        let mut form = form(&key.form);
        if let Value::Object(map) = &mut form {
            map.insert("description".to_owned(), json!(key.about));
        }
        properties.insert(key.name.to_owned(), form);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required(keys()),
        "additionalProperties": false,
    })
}

fn put(object: &mut Value, key: &str, form: Value) {
    if let Some(Value::Object(properties)) = object.get_mut("properties") {
        properties.insert(key.to_owned(), form);
    }
}

fn form(form: &Form) -> Value {
    let text = || json!({ "type": "string" });
    let choice = |choices: fn() -> Vec<&'static str>| json!({ "enum": choices() });
    match form {
        Form::Words => json!({ "anyOf": [text(), object(&[WORDS])] }),
        Form::Text => text(),
        Form::Texts => json!({ "anyOf": [text(), { "type": "array", "items": text() }] }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Whole => json!({ "type": "integer" }),
        Form::Decimal => json!({ "anyOf": [
            { "type": "number", "minimum": 0 },
            { "type": "string", "pattern": "^\\s*[0-9_]+(\\.[0-9_]*)?\\s*[%％]?\\s*$" },
        ] }),
        Form::Signed => json!({ "anyOf": [
            { "type": "number" },
            { "type": "string", "pattern": "^\\s*[-+−－]?[0-9_]+(\\.[0-9_]*)?\\s*$" },
        ] }),
        Form::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Form::Values(choices) => {
            json!({ "type": "object", "additionalProperties": choice(*choices) })
        }
        Form::Lists => json!({
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    { "type": "string" },
                    { "type": "array", "items": { "type": "string" } },
                ],
            },
        }),
        Form::Wholes => json!({
            "type": "object",
            "additionalProperties": { "type": "integer", "minimum": 0 },
        }),
        Form::Choice(choices) => choice(*choices),
        Form::Table(keys) => object(&[keys]),
        Form::ChoiceOrTable(choices, keys) => {
            json!({ "anyOf": [choice(*choices), object(&[keys])] })
        }
        Form::TextsOrTables(keys) => {
            let one = json!({ "anyOf": [text(), object(&[keys])] });
            json!({ "anyOf": [text(), object(&[keys]), { "type": "array", "items": one }] })
        }
        Form::Named(keys) => {
            json!({ "type": "object", "additionalProperties": object(&[keys]) })
        }
        Form::Tables(keys) => json!({ "type": "array", "items": object(&[keys]) }),
    }
}
