package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.command.message.Fact;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;

class Hl7IdentityEventMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void A28_registers_the_name_in_use_and_the_birth_name() {
        PatientRegistered event = messages.event(
                msh("ADT^A28") + "PID|||1^^^CHU^PI||BIRTH^ANNE^ANNE LISE^^^^L~USED^ANNE^^^^^D||19500814|f\r",
                PatientRegistered.class);
        assertThat(event.demographics().name().orElseThrow()).hasToString("USED ANNE");
        assertThat(event.demographics().birthName().orElseThrow()).hasToString("BIRTH ANNE");
        assertThat(event.demographics().birthDate().orElseThrow()).hasToString("1950-08-14");
        assertThat(event.demographics().sex()).contains("F");
    }

    @Test
    void the_only_name_is_the_name_in_use() {
        PatientRegistered event =
                messages.event(msh("ADT^A28") + "PID|||1||ONLY^ANNE^^^^^L\r", PatientRegistered.class);
        assertThat(event.demographics().name().orElseThrow()).hasToString("ONLY ANNE");
        assertThat(event.demographics().birthName()).isEmpty();
    }

    @Test
    void A31_updates_the_identity_and_an_A08_says_where_the_patient_is_too() {
        messages.event(message("ADT^A31"), PatientIdentityUpdated.class);
        assertThat(messages.events(message("ADT^A08")))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PatientIdentityUpdated", "LocationReported");
    }

    @Test
    void an_A08_with_a_movement_updates_the_identity_and_corrects_the_movement() {
        List<Event> events = messages.events(message("ADT^A08", "ZBE|9^CPAGE|20260228080000||UPDATE|N|A02"));
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("PatientIdentityUpdated", "MovementCorrected");
        assertThat(((PatientIdentityUpdated) events.getFirst())
                        .demographics()
                        .name()
                        .orElseThrow())
                .hasToString("DURAND ANNE");
    }

    @Test
    void A47_retires_the_identifiers_in_MRG() {
        PatientIdentityUpdated event = messages.event(
                msh("ADT^A47") + "PID|||123^^^CHU^PI~\"\"^^^INS&1.2.250.1.213.1.4.8&ISO^INS||A^B\r"
                        + "MRG|547^^^INS&1.2.250.1.213.1.4.8&ISO^INS~123^^^CHU^PI\r",
                PatientIdentityUpdated.class);
        assertThat(event.identifiers()).extracting("value").containsExactly("123");
        assertThat(event.retired()).extracting("value").containsExactly("547");
    }

    @Test
    void A47_retires_the_identifiers_of_each_pair() {
        List<Event> events = messages.events(
                msh("ADT^A47") + "PID|||1^^^CHU^PI\rMRG|2^^^CHU^PI\rPID|||3^^^CHU^PI\rMRG|4^^^CHU^PI\r");
        assertThat(events)
                .extracting(event ->
                        ((PatientIdentityUpdated) event).retired().getFirst().value())
                .containsExactly("2", "4");
    }

    @Test
    void A40_merges_each_pair() {
        List<Fact> facts = messages.parsed(
                        msh("ADT^A40") + "PID|||1^^^CHU^PI\rMRG|2^^^CHU^PI\rPID|||3^^^CHU^PI\rMRG|4^^^CHU^PI\r")
                .facts();
        assertThat(facts)
                .extracting(fact -> fact.patient().identifiers().getFirst().value())
                .containsExactly("1", "3");
        assertThat(facts)
                .extracting(fact -> ((PatientsMerged) fact.event())
                        .absorbedIdentifiers()
                        .getFirst()
                        .value())
                .containsExactly("2", "4");
    }

    @Test
    void a_merge_without_another_patient_is_rejected_naming_MRG_1() {
        assertThat(messages.rejection(msh("ADT^A40") + PID).field()).isEqualTo("MRG-1");
        assertThat(messages.rejection(msh("ADT^A34") + PID + "MRG|\"\"\r").field())
                .isEqualTo("MRG-1");
    }

    @Test
    void A37_separates_the_second_patient_from_the_first() {
        PatientsUnmerged event =
                messages.event(msh("ADT^A37") + "PID|||1^^^CHU^PI\rPV1||N\rPID|||2^^^CHU^PI\r", PatientsUnmerged.class);
        assertThat(event.separatedIdentifiers()).extracting("value").containsExactly("2");
    }

    @Test
    void A44_reassigns_the_stay_of_MRG_to_PID() {
        StayReassigned event = messages.event(message("ADT^A44", "MRG|9^^^CHU^PI"), StayReassigned.class);
        assertThat(event.visit().number().orElseThrow().value()).isEqualTo("V1");
        assertThat(event.fromIdentifiers()).extracting("value").containsExactly("9");

        assertThat(messages.rejection(msh("ADT^A44") + PID + "MRG|9^^^CHU^PI\r").field())
                .isEqualTo("PV1-19");
    }

    @Test
    void A45_between_accounts_of_one_patient_reassigns_no_stay() {
        messages.event(message("ADT^A45", "MRG|9^^^CHU^PI||||V2^^^CHU"), StayReassigned.class);
        messages.unsupported(message("ADT^A45", "MRG|123^^^CHU&1.2.250.1.99&ISO^PI||||V2^^^CHU"));
    }
}
