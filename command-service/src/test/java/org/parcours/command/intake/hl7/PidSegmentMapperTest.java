package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;
import org.parcours.events.PartialDate;

class PidSegmentMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @CsvSource({
        "1958, 1958",
        "195803, 1958-03",
        "19580301, 1958-03-01",
        "19580301000000, 1958-03-01",
        "19580301000000+0200, 1958-03-01",
        "19580000, 1958",
        "19580300, 1958-03",
        "19580301235959-1000, 1958-03-01"
    })
    void a_birth_date_is_the_stated_date_with_its_precision_whatever_its_offset(String sent, String date) {
        assertThat(demographics("PID|||1||A^B||" + sent).birthDate()).contains(PartialDate.parse(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "19581301", "19580230", "01/03/1958", "1958-03-01", "inconnue"})
    void an_invalid_birth_date_is_unknown_and_named_as_unread(String sent) {
        var fact = messages.fact(msh("ADT^A28") + "PID|||1||A^B||" + sent + "\r");

        assertThat(fact.patient().demographics().birthDate()).isEmpty();
        assertThat(fact.annotations().unread()).contains("PID-7");
    }

    @Test
    void the_HL7_null_deletes_and_an_empty_field_leaves_alone() {
        Demographics told = demographics(
                "PID|||1||SAVARY^Ève^^^^^D~DUCHENE^Ève^^^^^L||19700215|F|||1 rue X^^Lyon^^69001^FRA||0400000000^PRN^PH");
        Demographics empty = demographics("PID|||1||SAVARY^Ève^^^^^D");
        Demographics deleted = demographics("PID|||1||SAVARY^Ève^\"\"^^^^D~\"\"||\"\"|\"\"|||\"\"||\"\"");

        assertThat(told.birthName().orElseThrow()).hasToString("DUCHENE Ève");
        assertThat(told.addresses()).containsExactly("1 rue X, 69001 Lyon, FRA");
        assertThat(told.phones()).containsExactly("0400000000");
        assertThat(told.updatedBy(empty)).isEqualTo(told);
        Demographics result = told.updatedBy(deleted);
        assertThat(result.name()).isEqualTo(told.name());
        assertThat(result.birthName()).isEmpty();
        assertThat(result.birthDate()).isEmpty();
        assertThat(result.sex()).isEmpty();
        assertThat(result.phones()).isEmpty();
        assertThat(result.addresses()).isEmpty();
        assertThat(result.toString()).doesNotContain("\"\"");
    }

    @Test
    void a_value_after_a_deletion_counts_again() {
        Demographics deleted = demographics("PID|||1||A^B||\"\"|\"\"");
        Demographics told = demographics("PID|||1||A^B||19700215|F");

        assertThat(deleted.updatedBy(told).birthDate()).contains(PartialDate.parse("1970-02-15"));
        assertThat(deleted.updatedBy(told).deleted()).isEmpty();
    }

    @Test
    void a_name_that_is_null_alone_deletes_the_name() {
        assertThat(demographics("PID|||1||\"\"").deleted())
                .containsExactly(DemographicField.NAME, DemographicField.BIRTH_NAME);
    }

    @Test
    void a_person_is_dead_with_or_without_a_time_and_alive_again_by_N() {
        Demographics dead = demographics("PID|||1||A^B||||||||||||||||||||||||20260301|Y");
        assertThat(dead.death().orElseThrow().at().orElseThrow()).hasToString("2026-03-01+01:00");
        assertThat(demographics("PID|||1||A^B|||||||||||||||||||||||||Y").death())
                .contains(new Demographics.Death(Optional.empty()));
        assertThat(dead.updatedBy(demographics("PID|||1||A^B|||||||||||||||||||||||||N"))
                        .death())
                .isEmpty();
    }

    @Test
    void twins_have_a_birth_order() {
        assertThat(demographics("PID|||1||A^B|||||||||||||||||||Y|2").birthOrder())
                .contains(2);
    }

    @Test
    void several_phones_and_an_address_of_mail_are_kept() {
        assertThat(demographics("PID|||1||A^B||||||||0400000000^PRN^PH~^NET^Internet^a@b.invalid|0500000000")
                        .phones())
                .containsExactly("0400000000", "a@b.invalid");
    }

    @Test
    void the_phone_at_work_is_kept_where_only_that_at_home_is_reported_or_deleted() {
        Demographics both = demographics("PID|||1||A^B||||||||0400000000|0500000000");

        assertThat(both.updatedBy(demographics("PID|||1||A^B||||||||0600000000"))
                        .workPhones())
                .containsExactly("0500000000");
        Demographics deleted = both.updatedBy(demographics("PID|||1||A^B||||||||\"\""));
        assertThat(deleted.phones()).isEmpty();
        assertThat(deleted.workPhones()).containsExactly("0500000000");
    }

    private Demographics demographics(String pid) {
        return messages.fact(msh("ADT^A28") + pid + "\r").patient().demographics();
    }
}
