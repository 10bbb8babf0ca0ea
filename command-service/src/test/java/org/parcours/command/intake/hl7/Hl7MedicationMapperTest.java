package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationAdministrationWithdrawn;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;

class Hl7MedicationMapperTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void RDE_OMP_and_an_ORM_with_RXO_report_a_prescription() {
        MedicationPrescribed event = messages.event(
                message("RDE^O11", "ORC|NW|P1^EHR", "RXE||N02BE01^Paracetamol|500||mg^mg||^3 times a day"),
                MedicationPrescribed.class);
        assertThat(event.prescription().value()).isEqualTo("P1");
        assertThat(event.product().label()).isEqualTo("Paracetamol");
        assertThat(event.dosage()).contains("500 mg 3 times a day");
        messages.event(message("OMP^O09", "ORC|NW|P1", "RXO|N02BE01^Paracetamol|500||mg"), MedicationPrescribed.class);
        messages.event(message("ORM^O01", "ORC|NW|P1", "RXO|N02BE01^Paracetamol|500||mg"), MedicationPrescribed.class);
    }

    @Test
    void an_order_control_stops_a_prescription() {
        MedicationStopped event = messages.event(
                message("RDE^O11", "ORC|DC|P1^EHR||||||||||||||A^Allergie", "RXE||N02BE01^Paracetamol"),
                MedicationStopped.class);
        assertThat(event.prescription().value()).isEqualTo("P1");
        assertThat(event.reason().orElseThrow().label()).isEqualTo("Allergie");
        messages.event(message("OMP^O09", "ORC|CA|P1"), MedicationStopped.class);
        messages.event(message("ORM^O01", "ORC|DC|P1", "RXO|N02BE01^Paracetamol"), MedicationStopped.class);
    }

    @Test
    void a_medicine_is_dispensed_and_administered() {
        assertThat(messages.event(
                                message("RDS^O13", "ORC|RE|P1", "RXD|1|N02BE01^Paracetamol|20260301|8|tablet"),
                                MedicationDispensed.class)
                        .quantity())
                .contains("8 tablet");
        String administration = message("RAS^O17", "ORC|RE|P1", "RXA|0|1|20260301140000||N02BE01^Paracetamol|500|mg");
        assertThat(messages.event(administration, MedicationAdministered.class).dose())
                .contains("500 mg");
        assertThat(messages.fact(administration).occurredAt()).isEqualTo(at("2026-03-01T14:00:00+01:00"));
    }

    private static final String RXA = "RXA|0|1|20260301140000||N02BE01^Paracetamol|500|mg";

    private static String rxa(String more) {
        return message("RAS^O17", "ORC|RE|P1", RXA + more);
    }

    @ParameterizedTest
    @CsvSource({
        "3,6,mL,3 à 6 mL",
        "3,'',mL,3 mL",
        "3,3,mL,3 mL",
        "'',6,mL,jusqu'à 6 mL",
        "0.5,1,tab^comprimé,0.5 à 1 comprimé"
    })
    void a_dose_range_is_shown_as_a_range(String minimum, String maximum, String unit, String dosage) {
        String amounts = "|" + minimum + "|" + maximum + "|" + unit;
        assertThat(prescribed(message("RDE^O11", "ORC|NW|P1", "RXE||A^Aspirin" + amounts))
                        .dosage())
                .contains(dosage);
        assertThat(prescribed(message("OMP^O09", "ORC|NW|P1", "RXO|A^Aspirin" + amounts))
                        .dosage())
                .contains(dosage);
    }

    @Test
    void the_parts_of_a_prescription_are_details() {
        Fact fact = messages.fact(message(
                "RDE^O11",
                "ORC|NW|P1|||||||20260301090000",
                "RXE|^Q6H^D5^20260310120000^20260315^S|D^Ipratropium^L^^^^^^ipratropium, long name|3|6|mL|AMP^ampoule"
                        + "|^after meals||G|12|AMP^ampoule||||||||||||80|mL/h|0.5|mg/mL",
                "NTE|1||Do not inject",
                "RXR|NEB^Nebuliser|MOUTH^Mouth",
                "RXR|INH^Inhalation",
                "RXC|B|NACL^NaCl 0.9 %|3|mL",
                "RXC|A|MG^Magnesium|1|g"));
        assertThat(((MedicationPrescribed) fact.event()).dosage()).contains("3 à 6 mL ampoule after meals");
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.TIMING, "Q6H")
                .containsEntry(DetailKey.DURATION, "D5")
                .containsEntry(DetailKey.START, "2026-03-10T12:00:00+01:00")
                .containsEntry(DetailKey.END, "2026-03-15+01:00")
                .containsEntry("priority", "S")
                .containsEntry(DetailKey.ROUTE, "Nebuliser, Inhalation")
                .containsEntry(DetailKey.SITE, "Mouth")
                .containsEntry(DetailKey.COMPONENTS, "NaCl 0.9 % 3 mL; + Magnesium 1 g")
                .containsEntry(DetailKey.RATE, "80 mL/h")
                .containsEntry(DetailKey.STRENGTH, "0.5 mg/mL")
                .containsEntry(DetailKey.DISPENSE, "12 ampoule")
                .containsEntry(DetailKey.PRODUCT_TEXT, "ipratropium, long name");
        assertThat(fact.annotations().notes()).containsExactly("Do not inject");
        assertThat(fact.annotations().unread()).noneMatch(path -> path.startsWith("RX"));
    }

    @Test
    void TQ1_states_when_and_how_often() {
        Fact fact = messages.fact(message(
                "RDE^O11",
                "ORC|NW|P1",
                "RXE||A^Aspirin|1||tab",
                "TQ1|1|1^tab|BID&twice a day&HL70335~PRN|0800~2000||5^d|20260302|20260306|R||if pain > 5|||10"));
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.TIMING, "1 tab, BID (twice a day), PRN, 0800, 2000, if pain > 5, ×10")
                .containsEntry(DetailKey.DURATION, "5 d")
                .containsEntry(DetailKey.START, "2026-03-02+01:00")
                .containsEntry(DetailKey.END, "2026-03-06+01:00");
    }

    @Test
    void a_word_in_place_of_a_start_is_shown_and_rejects_nothing() {
        assertThat(messages.fact(message("RDE^O11", "ORC|NW|P1", "RXE|^Q6H^^tonight|A^Aspirin|1||g"))
                        .annotations()
                        .details())
                .containsEntry(DetailKey.TIMING, "Q6H, tonight");
    }

    @Test
    void each_medicine_of_a_message_is_a_prescription_of_its_own() {
        assertThat(numbers("ORC|NW|P1", "RXE||A^Aspirin|1||g", "ORC|NW|P2", "RXE||B^Bisoprolol|1||g"))
                .containsExactly("P1", "P2");
        assertThat(numbers("ORC|NW|P1", "RXE||A^Aspirin|1||g", "RXR|PO", "RXE||B^Bisoprolol|1||g"))
                .containsExactly("P1", "P1#2");
        assertThat(numbers("ORC|NW|P1", "RXE||A^Aspirin|1||g||||||||||RX1", "RXE||B^Bisoprolol|1||g||||||||||RX2"))
                .containsExactly("P1", "RX2");
        assertThat(numbers("ORC|NW|P1", "RXE||A^Aspirin|1||g", "ORC|NW|P1|F2", "RXE||B^Bisoprolol|1||g"))
                .containsExactly("P1", "F2");
        assertThat(numbers("ORC|NW", "RXE||A^Aspirin|1||g", "ORC|NW", "RXE||B^Bisoprolol|1||g"))
                .containsExactly("M1#1", "M1#2");
    }

    @Test
    void an_RXE_encodes_the_RXO_before_it() {
        MedicationPrescribed event = prescribed(
                message("RDE^O11", "ORC|NW|P1", "RXO|X^As asked|1||g", "RXR|PO^Oral", "RXE||Y^As encoded|2||g"));
        assertThat(event.product().label()).isEqualTo("As encoded");
        assertThat(event.dosage()).contains("2 g");
    }

    @ParameterizedTest
    @CsvSource({
        "NW,'',MedicationPrescribed",
        "XO,'',MedicationPrescribed",
        "RO,'',MedicationPrescribed",
        "OK,'',MedicationPrescribed",
        "SC,IP,MedicationPrescribed",
        "SC,HD,MedicationHeld",
        "SC,DC,MedicationStopped",
        "HD,'',MedicationHeld",
        "OH,'',MedicationHeld",
        "HR,'',MedicationHeld",
        "RL,'',MedicationResumed",
        "OE,'',MedicationResumed",
        "OR,'',MedicationResumed",
        "UD,'',MedicationResumed",
        "UC,'',MedicationResumed",
        "DC,'',MedicationStopped",
        "OD,'',MedicationStopped",
        "RP,'',MedicationStopped",
        "UX,'',MedicationStatusReported",
        "UM,'',MedicationStatusReported",
        "DF,'',MedicationStatusReported",
        "ZZ,'',MedicationStatusReported"
    })
    void every_order_control_has_its_effect_on_a_prescription(String control, String status, String event) {
        Fact fact = messages.fact(
                message("RDE^O11", "ORC|" + control + "|P1|||" + status, "RXE||N02BE01^Paracetamol|500||mg"));
        assertThat(fact.event().getClass().getSimpleName()).isEqualTo(event);
        assertThat(fact.anomalies().isEmpty()).isEqualTo(!control.equals("ZZ"));
    }

    @Test
    void a_change_that_was_refused_is_a_comment_and_not_the_prescription() {
        Fact refused = messages.fact(message("RDE^O11", "ORC|UX|P1", "RXE||A^Aspirin|2||g"));
        assertThat(refused.annotations().notes()).containsExactly("UX: unable to change - Aspirin 2 g");
        assertThat(refused.annotations().details()).doesNotContainKey(DetailKey.PRODUCT_TEXT);
    }

    @Test
    void ORC_15_is_when_a_prescription_is_held_and_ORC_16_why() {
        Fact fact = messages.fact(
                message("RDE^O11", "ORC|HD|P1|||||||20260301090000||||||20260301100000|INR^INR too high"));
        assertThat(fact.occurredAt()).isEqualTo(at("2026-03-01T10:00:00+01:00"));
        assertThat(((MedicationHeld) fact.event()).reason().orElseThrow().label())
                .isEqualTo("INR too high");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RE", "NA"})
    void a_medicine_refused_or_not_given_is_not_administered(String completion) {
        MedicationNotAdministered event =
                messages.event(rxa("|||||||||||00^Nausea||" + completion + "|A"), MedicationNotAdministered.class);
        assertThat(event.reason().orElseThrow().label()).isEqualTo("Nausea");
    }

    @Test
    void a_partial_administration_says_so() {
        assertThat(messages.event(rxa("|||||||||||||PA|A"), MedicationAdministered.class)
                        .dose())
                .contains("500 mg (administration partielle)");
    }

    @Test
    void RXA_21_D_withdraws_an_administration_and_U_replaces_it() {
        assertThat(messages.event(rxa("|||||||||||||CP|D"), MedicationAdministrationWithdrawn.class)
                        .product()
                        .label())
                .isEqualTo("Paracetamol");
        assertThat(messages.parsed(rxa("|||||||||||||CP|U")).facts())
                .extracting(fact -> (Object) fact.event().getClass())
                .containsExactly(MedicationAdministrationWithdrawn.class, MedicationAdministered.class);
        assertThat(messages.fact(rxa("|||||||||||||CP|Q")).anomalies())
                .extracting(Anomaly::code)
                .containsExactly(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING);
    }

    @Test
    void an_administration_contains_its_end_place_performer_rate_lot_route_and_notes() {
        Fact fact = messages.fact(message(
                "RAS^O17",
                "ORC|RE|P1",
                "RXA|0|1|20260301140000|20260301143000|M^Morphine|2|mg||^slowly|12^NURSE^ANN|CARDIO^12^A|h|||LOT7|||||CP|A",
                "RXR|IV^Intravenous|LA^Left arm",
                "NTE|1||Well tolerated"));
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.END, "2026-03-01T14:30:00+01:00")
                .containsEntry("place", "CARDIO · 12 · A")
                .containsEntry(DetailKey.PERFORMER, "NURSE ANN")
                .containsEntry(DetailKey.RATE, "2 mg / h")
                .containsEntry(DetailKey.SUBSTANCE_LOT, "LOT7")
                .containsEntry(DetailKey.ROUTE, "Intravenous")
                .containsEntry(DetailKey.SITE, "Left arm");
        assertThat(fact.annotations().notes()).containsExactly("slowly", "Well tolerated");
        assertThat(fact.annotations().unread()).noneMatch(path -> path.startsWith("RX"));
    }

    @Test
    void several_administrations_of_one_order_are_each_a_fact() {
        assertThat(messages.parsed(message(
                                "RAS^O17",
                                "ORC|RE|P1",
                                RXA,
                                "RXA|0|2|20260301140000||B^Bisoprolol|5|mg",
                                "RXA|0|3|20260301200000||B^Bisoprolol|5|mg"))
                        .facts())
                .hasSize(3);
    }

    @Test
    void a_vaccination_is_an_administration_with_or_without_ORC() {
        String vaccine = "RXA|0|1|20260301||141^Influenza^CVX|999|||00^New";
        MedicationAdministered event =
                messages.event(message("VXU^V04", "ORC|RE||V1^IIS", vaccine), MedicationAdministered.class);
        assertThat(event.dose()).isEmpty();
        assertThat(event.prescription().value()).isEqualTo("V1");
        assertThat(messages.events(message("VXU^V04", vaccine, "RXA|0|1|20260301||20^DTaP^CVX|0.5|mL")))
                .extracting(
                        fact -> ((MedicationAdministered) fact).prescription().value())
                .containsExactly("M1#1", "M1#2");
        messages.event(message("VXU^V04", "RXA|0|1|20260301||998^No vaccine^CVX|999"), MedicationNotAdministered.class);
    }

    @Test
    void the_pharmacys_give_instruction_is_a_prescription() {
        Fact fact = messages.fact(message(
                "RGV^O15", "ORC|RE|P1", "RXG|1||^Q8H|A^Aspirin|100|200|mg||^with water|||||||||||LOT1", "RXR|PO^Oral"));
        assertThat(((MedicationPrescribed) fact.event()).dosage()).contains("100 à 200 mg");
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.TIMING, "Q8H")
                .containsEntry(DetailKey.ROUTE, "Oral");
    }

    @Test
    void unread_fields_are_on_the_prescription_that_has_them() {
        List<Fact> facts = messages.parsed(message(
                        "RDE^O11",
                        "ORC|NW|P1",
                        "RXE||A^Aspirin|1||g",
                        "ORC|NW|P2",
                        "RXE||B^Bisoprolol|1||g",
                        "RXV|1||B^^^"))
                .facts();
        assertThat(facts.getFirst().annotations().unread()).noneMatch(path -> path.startsWith("RX"));
        assertThat(facts.getLast().annotations().unread()).contains("RXV-1", "RXV-3");
    }

    private MedicationPrescribed prescribed(String message) {
        return messages.event(message, MedicationPrescribed.class);
    }

    private List<String> numbers(String... segments) {
        return messages.events(message("RDE^O11", segments)).stream()
                .map(event -> ((MedicationPrescribed) event).prescription().value())
                .toList();
    }

    @Test
    void a_prescription_without_a_medicine_is_rejected() {
        assertThat(messages.rejection(message("RDE^O11", "ORC|NW|P1", "RXE||")).field())
                .isEqualTo("RXE-2");
    }
}
