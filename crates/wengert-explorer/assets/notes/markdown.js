// Notes as Markdown: each with its link and numbers, so that somebody else can answer it.

/** A field with its name, if it was filled. */
const field = (name, text) => (text ? [`- ${name}: ${text}`] : []);

/** One note. */
function section(note) {
  return [
    `## ${note.subject.title}`,
    "",
    `${note.question ? "**Question.** " : ""}${note.text}`,
    "",
    ...field("evidence looked at", note.evidence),
    ...field("next action", note.next),
    ...field("what would resolve it", note.resolve),
    `- written: ${note.written}`,
    `- state: <${note.state.link}>`,
    "",
    "```text",
    ...note.state.lines,
    "```",
    "",
  ].join("\n");
}

/** All notes. */
export const markdown = (all) => ["# Notes from the wengert explorer", "", ...all.map(section)].join("\n");
