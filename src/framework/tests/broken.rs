//! The workshop framework broken in one place at a time, with what its author is told.

use super::{ENGLISH, FRENCH, OUTLINE};

/// File, passage, what stands there instead, and the only defects that may be reported.
pub(super) const BROKEN: &[(&str, &str, &str, &[&str])] = &[
    (
        OUTLINE,
        "id = \"atelier\"",
        "id = \"menuiserie\"",
        &["framework.toml: id: the id `menuiserie` must be the folder's name, `atelier`"],
    ),
    (
        OUTLINE,
        "version = 1",
        "version = 0",
        &["framework.toml: version: must be 1 or more"],
    ),
    (
        OUTLINE,
        "version = 1",
        "version = 1\nauthor = \"Zoé\"",
        &[
            "framework.toml: line 6: unknown field `author`, expected one of `id`, `version`, \
           `max_level`, `reserved_level`, `max_score`, `title`, `name`, `url`, `scale`, \
           `domains`, `regimes`, `global_levels`",
        ],
    ),
    (
        OUTLINE,
        "version = 1",
        "version = 1\nurl = \"http://menuiserie.example/a b\"",
        &[
            "framework.toml: url: `http://menuiserie.example/a b` is not an address that begins \
           with https://",
        ],
    ),
    (
        OUTLINE,
        "max_score = 100\n",
        "",
        &["framework.toml: line 1: missing field `max_score`"],
    ),
    (
        OUTLINE,
        "reserved_level = 5",
        "reserved_level = 3",
        &[
            "framework.toml: reserved_level: must be between max_level (4) and 15, the most that a \
           seal can hold",
        ],
    ),
    (
        OUTLINE,
        "reserved_level = 5",
        "reserved_level = 16",
        &[
            "framework.toml: reserved_level: must be between max_level (4) and 15, the most that a \
           seal can hold",
        ],
    ),
    (
        OUTLINE,
        "max_level = 4\nreserved_level = 5",
        "max_level = 5\nreserved_level = 5",
        &[
            "framework.toml: scale: the last one ends at 4; it must end at 5",
            "grid.fr.toml: can_do.A1[5]: the text is missing",
            "grid.en.toml: can_do.A1[5]: the text is missing",
            "grid.fr.toml: can_do.A2[5]: the text is missing",
            "grid.en.toml: can_do.A2[5]: the text is missing",
            "grid.fr.toml: can_do.B1[5]: the text is missing",
            "grid.en.toml: can_do.B1[5]: the text is missing",
        ],
    ),
    (
        OUTLINE,
        "max_score = 100",
        "max_score = 120",
        &["framework.toml: global_levels: the last one ends at 100; it must end at 120"],
    ),
    (
        OUTLINE,
        ", en = \"Workshop Certificate\"",
        "",
        &["framework.toml: title.en: the text is missing"],
    ),
    (
        OUTLINE,
        "\"Savoir-faire de menuiserie\"",
        "\" Savoir-faire de menuiserie\"",
        &["framework.toml: name.fr: the text must be one line without blanks at its ends"],
    ),
    (
        OUTLINE,
        "from = 1\nto = 2",
        "from = 2\nto = 2",
        &["framework.toml: scale[2]: leaves a gap: begins at 2, but 1 comes next"],
    ),
    (
        OUTLINE,
        "from = 1\nto = 2",
        "from = 0\nto = 2",
        &["framework.toml: scale[2]: overlaps the one before it: begins at 0, but 1 comes next"],
    ),
    (
        OUTLINE,
        "en = \"under supervision\"",
        "en = \"under the supervision of somebody else\"",
        &["framework.toml: scale[2].meaning.en: the text has 38 characters; at most 32 fit"],
    ),
    (
        OUTLINE,
        "code = \"B\"",
        "code = \"A\"",
        &[
            "framework.toml: domains[2].code: `A` is used more than once",
            "framework.toml: domains[2].competences[1].code: the code `B1` must begin with its \
             domain's code, `A`",
        ],
    ),
    (
        OUTLINE,
        "code = \"A2\"",
        "code = \"A1\"",
        &[
            "framework.toml: domains[1].competences[2].code: `A1` is used more than once",
            "grid.fr.toml: can_do.A1[1]: the text is missing",
            "grid.fr.toml: can_do.A1[2]: the text is missing",
            "grid.fr.toml: can_do.A1[3]: the text is missing",
            "grid.fr.toml: can_do.A1[4]: the text is missing",
            "grid.en.toml: can_do.A1[1]: the text is missing",
            "grid.en.toml: can_do.A1[2]: the text is missing",
            "grid.en.toml: can_do.A1[3]: the text is missing",
            "grid.en.toml: can_do.A1[4]: the text is missing",
            "grid.fr.toml: can_do.A2: `framework.toml` has no such entry",
            "grid.en.toml: can_do.A2: `framework.toml` has no such entry",
        ],
    ),
    (
        OUTLINE,
        "{ code = \"B1\", name = { fr = \"Entretenir les outils et le poste\", en = \"Maintaining \
         tools and bench\" } },",
        "",
        &[
            "framework.toml: domains[2].competences: at least one is needed",
            "grid.fr.toml: can_do.B1: `framework.toml` has no such entry",
            "grid.en.toml: can_do.B1: `framework.toml` has no such entry",
        ],
    ),
    (
        OUTLINE,
        "from = 2026-01-01",
        "from = 2026-01-01T08:00:00",
        &[
            "framework.toml: regimes[1].from: `2026-01-01T08:00:00` is not a date; write it as \
           2024-11-04",
        ],
    ),
    (
        OUTLINE,
        "from = 2026-01-01",
        "from = 2026-01-01\nuntil = 2025-12-31",
        &["framework.toml: regimes[1]: ends at 2025-12-31, before it begins at 2026-01-01"],
    ),
    (
        OUTLINE,
        "minimum = 9 }",
        "minimum = 9 }\n[[regimes]]\nid = \"2030\"\nfrom = 2030-01-01\nrule = { kind = \
         \"correct-share\", more_than_percent = 50 }",
        &[
            "framework.toml: regimes[2]: begins on 2030-01-01, but `2026` is still in force then: \
           it has no last day",
        ],
    ),
    (
        OUTLINE,
        "from = 2026-01-01",
        "from = 2026-01-01\nuntil = 2030-06-30\nrule = { kind = \"correct-share\", \
         more_than_percent = 50 }\n[[regimes]]\nid = \"2026\"\nfrom = 2030-06-30",
        &[
            "framework.toml: regimes[2].id: `2026` is used more than once",
            "framework.toml: regimes[2]: begins on 2030-06-30, but `2026` is still in force then: \
             until 2030-06-30",
        ],
    ),
    (
        OUTLINE,
        "minimum = 9",
        "minimum = 13",
        &[
            "framework.toml: regimes[1].rule: asks for 13 of 12 answers; at least 1 and at most all \
           can be asked",
        ],
    ),
    (
        OUTLINE,
        "{ kind = \"answers\", questions = 12, minimum = 9 }",
        "{ kind = \"correct-share\", more_than_percent = 100 }",
        &["framework.toml: regimes[1].rule: more than 100 % can never be reached"],
    ),
    (
        OUTLINE,
        "to_score = 74",
        "to_score = 73",
        &["framework.toml: global_levels[2]: leaves a gap: begins at 75, but 74 comes next"],
    ),
    (
        OUTLINE,
        "to_score = 74",
        "to_score = 75",
        &[
            "framework.toml: global_levels[2]: overlaps the one before it: begins at 75, but 76 \
           comes next",
        ],
    ),
    (
        OUTLINE,
        "from_score = 40\nto_score = 74",
        "from_score = 74\nto_score = 40",
        &["framework.toml: global_levels[1]: ends at 40, before it begins at 74"],
    ),
    (
        OUTLINE,
        "from_score = 40",
        "from_score = 0",
        &["framework.toml: global_levels[1]: the first level must begin above score 0"],
    ),
    (
        OUTLINE,
        "number = 1",
        "number = 3",
        &[
            "framework.toml: global_levels[1].number: has number 3; it must be 1",
            "grid.fr.toml: level.3.holder.summary: the text is missing",
            "grid.fr.toml: level.3.holder.description: the text is missing",
            "grid.fr.toml: level.3.third_party.summary: the text is missing",
            "grid.fr.toml: level.3.third_party.description: the text is missing",
            "grid.en.toml: level.3.holder.summary: the text is missing",
            "grid.en.toml: level.3.holder.description: the text is missing",
            "grid.en.toml: level.3.third_party.summary: the text is missing",
            "grid.en.toml: level.3.third_party.description: the text is missing",
            "grid.fr.toml: level.1: `framework.toml` has no such entry",
            "grid.en.toml: level.1: `framework.toml` has no such entry",
        ],
    ),
    (
        OUTLINE,
        "en = \"Trade\"",
        "en = \"Foundation\"",
        &["framework.toml: global_levels[2].label.en: `Foundation` is used more than once"],
    ),
    (
        FRENCH,
        "  \"Porte les protections demandées et balaie son poste à la fin de la journée.\",\n",
        "  \"\",\n",
        &["grid.fr.toml: can_do.B1[1]: the text is missing"],
    ),
    (
        ENGLISH,
        "\n]\nA2",
        "\n  \"Teaches everyone everything.\",\n]\nA2",
        &["grid.en.toml: can_do.A1[5]: there is no level above 4"],
    ),
    (
        ENGLISH,
        "B1 = [",
        "\"C.1\" = [\"Paints.\"]\nB1 = [",
        &["grid.en.toml: can_do.\"C.1\": `framework.toml` has no such entry"],
    ),
    (
        ENGLISH,
        "[level.2.holder]\nsummary",
        "[level.2.holder]\nsumary",
        &["grid.en.toml: line 31: unknown field `sumary`, expected `summary` or `description`"],
    ),
    (
        ENGLISH,
        "summary = \"Takes an ordinary piece from plan to finish.\"\n",
        "",
        &["grid.en.toml: level.2.third_party.summary: the text is missing"],
    ),
];
