"""The skill map, the learning paths and the two placement questions: data beside this file, checked on loading."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from assistant.knowledge import Level
from assistant.knowledge.yaml_lines import read_yaml

__all__ = ["Curriculum", "LearningPath", "Placement", "PlacementQuestion", "Skill"]


class Skill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A skill: its domain in the framework, and what "can do it" means in plain words."""

    domain: str
    can: str


class LearningPath(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A path: lesson ids in the order of learning."""

    title: str
    about: str
    lessons: list[str]


class PlacementQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One placement question; the first option is the right one and `level` its difficulty."""

    level: Level
    question: str
    options: list[str]


class Placement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The placement: `first`, then `easier` or `harder`."""

    skill: str
    dont_know: str
    first: PlacementQuestion
    easier: PlacementQuestion
    harder: PlacementQuestion


class Curriculum(msgspec.Struct, frozen=True):
    """Everything that is taught, seen from the learner."""

    domains: dict[str, str]
    skills: dict[str, Skill]
    paths: dict[str, LearningPath]
    placement: Placement

    @classmethod
    def load(cls, folder: Path = Path(__file__).parent) -> Curriculum:
        """Read skills.yml, paths.yml and placement.yml once.

        Raises:
            DataError: a file is incomplete, or a skill names no known domain.
        """
        return _load(folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Curriculum:
    skills = read_yaml(folder / "skills.yml")
    paths = read_yaml(folder / "paths.yml")
    known: dict[str, Skill] = skills.convert(dict[str, Skill], skills.data["skills"], "skills")
    domains: dict[str, str] = skills.convert(dict[str, str], skills.data["domains"], "domains")
    for name, skill in known.items():
        if skill.domain not in domains:
            raise skills.error(f"không có miền '{skill.domain}'", "skills", name, remedy="Thêm vào 'domains'.")
    return Curriculum(
        domains,
        known,
        paths.convert(dict[str, LearningPath], paths.data["paths"], "paths"),
        read_yaml(folder / "placement.yml").convert(Placement),
    )
