"""Tests that were written for another purpose and hold a requirement of the standard as well."""

HELD_BY = {
    "tests/test_house.py": {
        "test_no_template_has_inline_script_or_style": ("1.2.3", "3.4.3"),
        "test_nothing_is_loaded_from_another_machine": ("3.6.1", "14.2.3"),
    },
    "tests/test_access.py": {
        "test_each_role_opens_what_the_table_says": ("8.2.1",),
        "test_a_foreign_row_answers_like_a_missing_one": ("8.2.2",),
    },
    "tests/test_guards.py": {
        "test_policies_alone_show_a_chief_the_own_station_and_the_county_its_own": ("8.4.1",),
        "test_nobody_writes_a_row_into_another_post": ("8.3.1",),
        "test_the_login_role_owns_nothing_and_reads_no_villager": ("13.2.2",),
    },
    "tests/test_hidden_names.py": {
        "test_the_county_reads_no_name_on_any_page_of_a_villager": ("8.2.3",),
        "test_an_administrator_is_held_to_the_county": ("8.4.1",),
    },
    "tests/test_odd_input.py": {
        "test_an_odd_address_is_no_fault": ("1.4.2",),
        "test_an_odd_field_is_told_beside_it": ("2.2.1", "2.2.2"),
    },
    "tests/test_health.py": {
        "test_how_well_it_is_only_this_machine_is_told_and_who_has_the_token": ("13.4.5",),
        "test_ready_is_bad_without_a_broker": ("16.5.2",),
    },
    "tests/accounts/test_sign_in.py": {
        "test_a_wrong_password_and_an_unknown_account_get_the_same_answer": ("6.3.8",),
        "test_closing_an_account_ends_its_sessions": ("7.4.2",),
        "test_sign_in_does_not_lead_to_another_site": ("3.7.2",),
        "test_one_administrator_opens_an_account_and_the_other_assigns_it": ("2.3.5",),
        "test_an_ended_assignment_ends_the_view": ("8.3.2",),
    },
    "tests/accounts/test_sessions.py": {
        "test_signing_in_twice_gives_two_sessions_with_keys_of_their_own": ("7.2.2",),
        "test_a_signed_out_key_opens_nothing": ("7.4.1",),
        "test_the_administrator_ends_all_sessions_with_the_password_or_the_account": ("7.4.5",),
    },
    "tests/accounts/test_throttling.py": {
        "test_the_fifth_failure_pauses_the_account_for_a_quarter_of_an_hour": ("6.3.1", "2.4.1"),
        "test_an_invented_forwarded_address_changes_nothing": ("4.1.3",),
        "test_behind_our_proxy_the_address_it_saw_counts": ("15.3.4",),
    },
    "tests/accounts/test_passwords.py": {
        "test_passwords_that_many_use_are_refused_in_any_disguise": ("6.2.12",),
        "test_long_passwords_are_taken_as_they_are": ("6.2.8",),
        "test_the_demonstration_is_not_loaded_under_settings_for_real_use": ("15.2.3",),
    },
    "tests/accounts/test_second_factor.py": {
        "test_without_the_password_there_is_no_page_for_a_code": ("6.3.3",),
        "test_the_grant_administrator_resets_a_lost_factor": ("6.5.6",),
        "test_five_wrong_codes_pause_the_factor_from_everywhere_and_longer_each_time": ("6.6.3",),
    },
    "tests/audit/test_trail.py": {"test_the_login_role_can_not_change_the_trail": ("16.4.2",)},
    "tests/audit/test_seals.py": {"test_what_the_owner_does_by_hand_is_found": ("16.4.2",)},
    "tests/audit/test_reads.py": {"test_every_page_on_villagers_leaves_an_entry": ("16.3.2",)},
    "tests/disputes/test_dispute.py": {
        "test_a_result_is_whole": ("2.2.3",),
        "test_a_dispute_is_closed_once": ("2.3.1",),
    },
    "tests/jobs/test_run.py": {
        "test_effect_and_done_come_together": ("2.3.3",),
        "test_a_dead_broker_is_no_error": ("16.5.2",),
    },
    "tests/pages/test_sheets.py": {"test_no_cell_is_a_live_formula": ("1.2.10",)},
    "tests/ledgers/test_columns.py": {
        "test_hostile_words_are_no_formula_in_a_file": ("1.2.10",),
        "test_who_may_not_see_names_sees_none_on_the_page": ("8.2.3",),
        "test_no_file_has_a_name_or_a_number_whoever_asks": ("8.2.3",),
    },
    "tests/ledgers/test_row_actions.py": {
        "test_sent_twice_it_is_one_row": ("2.3.4",),
        "test_nobody_records_in_a_village_of_others": ("8.3.1",),
    },
    "tests/ledgers/test_months.py": {"test_a_submitted_month_is_locked_with_an_explanation": ("2.3.1",)},
    "tests/retention/test_retention.py": {"test_the_text_of_old_rows_is_erased_and_the_count_stays": ("14.2.7",)},
    "tests/oversight/test_emergency_view.py": {"test_two_a_day_are_the_most": ("2.3.2",)},
    "tests/residents/test_priority_visits.py": {"test_the_author_never_approves": ("2.3.5",)},
    "tests/residents/test_reveal.py": {"test_without_a_sound_reason_nothing_is_shown": ("14.2.6",)},
    "tests/reports/test_exports.py": {
        "test_who_loses_the_role_before_the_work_is_done_gets_no_file": ("8.3.3",)
    },
}  # fmt: skip
