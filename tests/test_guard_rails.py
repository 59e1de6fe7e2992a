"""The guard rails of the registry (docs/security.md), and the tests that hold each of them."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils import translation

from audit.history import Change
from indicators.catalogue import CATALOGUE
from indicators.models import IncidentCount
from reports import today
from reports.exports import exported

ROOT = Path(__file__).resolve().parents[1]
# Of a person none of these is recorded (个人信息保护法 6, 28, 34), whatever the field is called.
NEVER = re.compile(
    r"ethnic|minzu|race$|religio|faith|belief|creed|party_member|party_branch|politic|ideolog|petition|cult$"
    r"|criminal|convict|arrest|offence|offense|drug|addict|mental|diagnos|illness|disease|health|biometr|fingerprint"
    r"|iris|dna|blood|voice|photo|portrait|picture|avatar|face_|latitude|longitude|location|position|track|trajector"
    r"|risk|score|rating|watch_?list|blacklist|key_person|suspect|id_card"
)
NEVER_SAID = re.compile(
    r"民族|宗教|信仰|教派|党员|党派|政治面貌|上访|信访|前科|犯罪|吸毒|精神|病|诊断|体检|指纹|虹膜|血型|人脸|照片|相片|头像"
    r"|经度|纬度|轨迹|定位|风险|评分|等级|黑名单|重点人员|嫌疑"
)
RAILS = {
    "1 no sensitive field": "test_guard_rails.py::test_no_field_of_a_person_is_one_that_the_law_forbids",
    "2 five-none are counts": "test_guard_rails.py::test_a_five_none_count_has_no_place_for_a_person",
    "3 priority visits": "residents/test_priority_visits.py::test_the_author_never_approves",
    "5 under 14": "residents/test_under_14.py::test_the_database_refuses_a_child_whatever_wrote_it",
    "6 no trails of persons": "test_guard_rails.py::test_no_field_of_a_person_is_one_that_the_law_forbids",
    "7 every read is logged": "test_hidden_names.py::test_reading_a_villager_leaves_no_name_in_the_trail",
    "8 survey answers": "test_house.py::test_a_survey_answer_is_a_tally_without_person_or_time",
    "9 retention": "retention/test_retention.py::test_every_record_about_villagers_says_how_long_it_is_kept",
    "10 break-glass": "oversight/test_emergency_view.py::test_it_gives_sight_and_nothing_else",
    "11 rights of the person": "residents/test_data_requests.py::test_only_the_chief_refuses_with_a_reason",
}


def persons():
    """Models about a villager: personal ones, and those that point at one."""
    personal = [model for model in apps.get_models() if getattr(model, "is_personal", False)]
    for model in apps.get_models():
        points = any(field.related_model in personal for field in model._meta.fields if field.is_relation)
        if not issubclass(model, Change) and (model in personal or points):
            yield model


def test_the_models_of_persons_are_found():
    assert {"Household", "Resident", "Visit", "Request", "Pairing", "PriorityVisit", "DataRequest"} <= {
        model.__name__ for model in persons()
    }


def test_no_field_of_a_person_is_one_that_the_law_forbids():
    with translation.override("zh-hans"):
        found = [
            f"{model.__name__}.{field.name} {field.verbose_name}"
            for model in persons()
            for field in model._meta.fields
            if NEVER.search(field.name.lower()) or NEVER_SAID.search(str(field.verbose_name))
        ]
    assert found == []


def test_no_table_of_a_person_takes_a_file():
    found = [f"{model.__name__}.{field.name}" for model in persons() for field in model._meta.fields
             if isinstance(field, models.FileField)]  # fmt: skip
    assert found == []


def test_a_five_none_count_has_no_place_for_a_person():
    fields = IncidentCount._meta.fields
    assert not [one.name for one in fields if isinstance(one, models.TextField | models.FileField)]
    assert [one.name for one in fields if isinstance(one, models.CharField) and not one.choices] == []
    points = {one.related_model.__name__ for one in fields if one.is_relation}
    assert points == {"Village", "Post", "Station", "County", "User"}  # the user attests, and is no villager


def test_no_indicator_counts_petitions_or_cults_and_no_officer_is_measured_by_them():
    used = {part for one in CATALOGUE for part in (one.numerator, one.denominator, *one.numerators.values())}
    assert not used & {"petition", "cult"}
    assert not {"five_none", "petition", "cult"} & set(today.STRIP)


def test_no_export_is_a_list_of_people_to_look_at():
    assert not [name for name in exported() if "priority" in name or "data-request" in name]


def test_every_rail_has_its_test_and_its_line():
    document = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for rail, place in RAILS.items():
        path, _sign, name = place.partition("::")
        assert f"def {name}(" in (ROOT / "tests" / path).read_text(encoding="utf-8"), rail
        assert name in document, rail
