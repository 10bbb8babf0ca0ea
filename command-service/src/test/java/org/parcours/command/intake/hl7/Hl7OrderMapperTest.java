package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.intake.hl7.mapping.OrderControl;
import org.parcours.command.intake.hl7.mapping.OrderStatus;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderHeld;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.PartialDateTime;

class Hl7OrderMapperTest {

    private static final String LAB = "OBR|1|||CBC^Blood count^L";

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void an_order_contains_its_numbers_examination_planned_time_and_prescriber() {
        ExamOrdered event = messages.event(
                message(
                        "OML^O21",
                        "ORC|NW|P1^EHR|F1^LAB||||||20260301090000|||99^MARTIN^EVE",
                        "TQ1|1||||||20260302080000||S",
                        LAB),
                ExamOrdered.class);
        assertThat(event.order().placer().orElseThrow().system()).isEqualTo("EHR");
        assertThat(event.order().filler().orElseThrow().value()).isEqualTo("F1");
        assertThat(event.examination().label()).isEqualTo("Blood count");
        assertThat(event.priority()).contains("S");
        assertThat(event.plannedAt()).contains(PartialDateTime.of(at("2026-03-02T08:00:00+01:00")));
        assertThat(event.prescriber().orElseThrow().name().orElseThrow()).hasToString("MARTIN EVE");
    }

    @Test
    void each_order_of_a_message_is_a_fact() {
        List<Event> events = messages.events(message(
                "ORM^O01",
                "ORC|NW|P1",
                LAB,
                "ORC|CA|P2",
                LAB,
                "ORC|NW|P3",
                "OBR|1|||IRM1^IRM cérébrale",
                "ORC|DC|P4",
                "OBR|1|||X^Thorax||||||||||||||||||||RX"));
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("ExamOrdered", "ExamOrderCancelled", "ImagingOrdered", "ImagingOrderCancelled");
    }

    @ParameterizedTest
    @CsvSource({
        "CT Head, '', true",
        "Échographie abdominale, '', true",
        "Scanner thoracique, '', true",
        "X-ray chest, '', true",
        "RADIO pulmonaire, '', true",
        "US abdomen, '', true",
        "Anything, MR, true",
        "CT of something, LAB, false",
        "Blood count, '', false",
        "Lactose tolerance, '', false",
        "USELESS, '', false"
    })
    void imaging_is_identified_by_its_section_or_else_by_whole_words(String text, String section, boolean imaging) {
        Event event = messages.events(
                        message("ORM^O01", "ORC|NW|P1", "OBR|1|||C^" + text + "||||||||||||||||||||" + section))
                .getFirst();
        assertThat(event).isInstanceOf(imaging ? ImagingOrdered.class : ExamOrdered.class);
    }

    @Test
    void a_completed_imaging_order_is_performed() {
        ImagingPerformed event =
                messages.event(message("ORM^O01", "ORC|SC|P1|||CM", "OBR|1|||C^IRM genou"), ImagingPerformed.class);
        assertThat(event.modality()).contains("MR");
        messages.event(message("OMI^O23", "ORC|SC|P1|||CM", "OBR|1|||C^Genou"), ImagingPerformed.class);
    }

    @Test
    void a_reported_status_may_be_a_cancellation() {
        messages.event(message("ORM^O01", "ORC|SC|P1|||CA", LAB), ExamOrderCancelled.class);
        messages.event(message("ORM^O01", "ORC|OC|P1"), ExamOrderCancelled.class);
        messages.event(message("OMI^O23", "ORC|CR|P1", "OBR|1|||C^Genou"), ImagingOrderCancelled.class);
    }

    @ParameterizedTest
    @CsvSource({
        "NW,'',ExamOrdered,''",
        "'','',ExamOrdered,''",
        "XO,'',ExamOrdered,''",
        "XX,'',ExamOrdered,''",
        "RO,'',ExamOrdered,''",
        "SN,'',ExamOrdered,''",
        "OK,'',ExamOrdered,''",
        "PA,'',ExamOrdered,''",
        "CH,'',ExamOrdered,''",
        "SC,IP,ExamOrdered,IP: in process",
        "SC,CM,ExamOrdered,CM: completed",
        "SC,HD,ExamOrderHeld,HD: on hold",
        "OK,DC,ExamOrderCancelled,DC: discontinued",
        "SC,ER,ExamOrderStatusReported,'ER: error, order not found'",
        "HD,'',ExamOrderHeld,HD: hold order request",
        "OH,'',ExamOrderHeld,OH: order held",
        "RL,'',ExamOrderResumed,RL: release previous hold",
        "OR,'',ExamOrderResumed,OR: released as requested",
        "UC,'',ExamOrderResumed,UC: unable to cancel",
        "OC,'',ExamOrderCancelled,OC: order cancelled",
        "DR,'',ExamOrderCancelled,DR: discontinued as requested",
        "UA,'',ExamOrderCancelled,UA: unable to accept the order",
        "RU,'',ExamOrderCancelled,'RU: replaced, unsolicited'",
        "UX,'',ExamOrderStatusReported,UX: unable to change",
        "DE,'',ExamOrderStatusReported,DE: data errors",
        "SS,'',ExamOrderStatusReported,SS: status request",
        "MC,'',ExamOrderStatusReported,'MC: charge, not an order'"
    })
    void every_order_control_and_status_has_its_effect(String control, String status, String event, String detail) {
        Fact fact = messages.fact(message("OML^O21", "ORC|" + control + "|P1|||" + status, LAB));
        assertThat(fact.event().getClass().getSimpleName()).isEqualTo(event);
        assertThat(fact.annotations().details().getOrDefault(DetailKey.ORDER_STATUS, ""))
                .isEqualTo(detail);
        assertThat(fact.anomalies()).isEmpty();
    }

    @Test
    void every_code_of_table_0119_has_a_meaning() {
        assertThat(OrderControl.values()).hasSize(54).allSatisfy(control -> assertThat(control.meaning())
                .isNotBlank());
        assertThat(OrderStatus.values()).hasSize(9).allSatisfy(status -> assertThat(status.meaning())
                .isNotBlank());
    }

    @ParameterizedTest
    @CsvSource({
        "ZZ,'',ExamOrderStatusReported,ORC-1 ZZ",
        "nw,'',ExamOrderStatusReported,ORC-1 nw",
        "SC,QQ,ExamOrdered,ORC-5 QQ",
        "NW,CA,ExamOrdered,ORC-5 CA",
        "NW,HD,ExamOrdered,ORC-5 HD"
    })
    void an_unknown_or_contradictory_code_is_shown_and_marked(
            String control, String status, String event, String marked) {
        Fact fact = messages.fact(message("ORM^O01", "ORC|" + control + "|P1|||" + status, LAB));
        assertThat(fact.event().getClass().getSimpleName()).isEqualTo(event);
        assertThat(fact.anomalies()).containsExactly(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, marked));
    }

    @Test
    void a_hold_takes_effect_at_ORC_15_for_the_reason_of_ORC_16() {
        Fact fact = messages.fact(message(
                "OMI^O23",
                "ORC|HD|P1|||||||20260301090000||||||20260301100000|PREG^Pregnancy test pending",
                "OBR|1|||C^Genou"));
        assertThat(fact.occurredAt()).isEqualTo(at("2026-03-01T10:00:00+01:00"));
        assertThat(((ExamOrderHeld) fact.event()).reason().orElseThrow().label())
                .isEqualTo("Pregnancy test pending");
    }

    @Test
    void an_order_contains_its_reason_clinical_information_answers_timing_and_notes() {
        Fact fact = messages.fact(message(
                "OML^O21",
                "ORC|NW|P1||||||||||||||RE^Recheck",
                "TQ1|1||Q8H|||3^d",
                "OBR|1|||CBC^Blood count^L|||||||||on aspirin & heparin||||||||||||||||||R50^Fever~D64^Anaemia",
                "NTE|1||patient is fasting",
                "OBX|1|NM|3141-9^Weight^LN||70|kg|||||F"));
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.REASON, "Fever, Anaemia, Recheck")
                .containsEntry(DetailKey.CLINICAL_INFORMATION, "on aspirin & heparin; Weight: 70 kg")
                .containsEntry(DetailKey.TIMING, "Q8H")
                .containsEntry(DetailKey.DURATION, "3 d");
        assertThat(fact.annotations().notes()).containsExactly("patient is fasting");
    }

    @Test
    void the_same_specimen_twice_is_one_tube_and_a_rejected_one_is_not_received() {
        List<Event> events = messages.events(message(
                "OML^O21",
                "ORC|NW|P1",
                LAB,
                "SPM|1|T1&LAB||EDTA^Tube|||||||||||||20260301080000",
                "SPM|1|T1&LAB||EDTA^Tube|||||||||||||20260301080000",
                "SAC|||T1",
                "ORC|NW|P2",
                "OBR|2|||K^Potassium",
                "SPM|1|T2&LAB||SEC^Tube|||||||||||||20260301080000|20260301083000|||RH^Haemolysed"));
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "ExamOrdered", "SpecimenCollected", "ExamOrdered", "SpecimenCollected", "SpecimenRejected");
        SpecimenRejected rejected = (SpecimenRejected) events.getLast();
        assertThat(rejected.specimen().orElseThrow().value()).isEqualTo("T2");
        assertThat(rejected.reason().orElseThrow().label()).isEqualTo("Haemolysed");
    }

    @Test
    void a_specimen_has_its_receipt_site_condition_and_comments() {
        List<Fact> facts = messages.parsed(message(
                        "OML^O21",
                        "ORC|NW|P1",
                        LAB,
                        "SPM|1|^T1&LAB||BLD^Blood||||LA^Left arm||||||second try|||20260301080000|20260301083000||||||HEM^Haemolysed~LIP^Lipaemic",
                        "NTE|1||difficult vein"))
                .facts();
        assertThat(facts).hasSize(3);
        assertThat(facts.get(1).event()).isInstanceOf(SpecimenCollected.class);
        assertThat(facts.get(2).event()).isInstanceOf(SpecimenReceived.class);
        assertThat(facts.get(2).occurredAt()).isEqualTo(at("2026-03-01T08:30:00+01:00"));
        assertThat(facts.get(2).annotations().details())
                .containsEntry(DetailKey.SPECIMEN_SITE, "Left arm")
                .containsEntry(DetailKey.SPECIMEN_CONDITION, "Haemolysed; Lipaemic");
        assertThat(facts.get(2).annotations().notes()).containsExactly("second try", "difficult vein");
        assertThat(facts.getFirst().annotations().notes()).isEmpty();
    }

    @Test
    void a_specimen_that_is_only_a_label_is_a_detail_of_its_order() {
        Fact order = messages.fact(message("OML^O21", "ORC|NW|P1", LAB, "SPM|1|T1&LAB||EDTA^Tube EDTA"));
        assertThat(order.annotations().details())
                .containsEntry("specimen", "T1")
                .containsEntry("material", "Tube EDTA");
    }

    @Test
    void in_a_message_that_begins_with_a_specimen_it_belongs_to_all_orders_after_it() {
        List<Event> events = messages.events(message(
                "OML^O33",
                "SPM|1|T1||BLD^Blood|||||||||||||20260301080000",
                "ORC|NW|P1",
                LAB,
                "ORC|NW|P2",
                "OBR|2|||K^Potassium",
                "SPM|2|T2||UR^Urine|||||||||||||20260301081000",
                "ORC|NW|P3",
                "OBR|3|||U^Culture"));
        assertThat(events.stream().filter(SpecimenCollected.class::isInstance).map(event -> {
                    SpecimenCollected collected = (SpecimenCollected) event;
                    return collected.order().placer().orElseThrow().value() + " "
                            + collected.specimen().orElseThrow().value();
                }))
                .containsExactly("P1 T1", "P2 T1", "P3 T2");
    }

    @Test
    void before_version_2_5_OBR_14_is_the_receipt_and_OBR_15_the_source() {
        List<Fact> facts = messages.parsed(message(
                        "ORM^O01",
                        "ORC|NW|P1",
                        "OBR|1|||CBC^Count|||20260301080000|||||||20260301083000|BLD&Blood^^^LA&Left arm"))
                .facts();
        assertThat(facts)
                .extracting(fact -> fact.event().getClass().getSimpleName())
                .containsExactly("ExamOrdered", "SpecimenCollected", "SpecimenReceived");
        assertThat(((SpecimenReceived) facts.getLast().event())
                        .material()
                        .orElseThrow()
                        .label())
                .isEqualTo("Blood");
        assertThat(facts.getLast().annotations().details()).containsEntry(DetailKey.SPECIMEN_SITE, "Left arm");
    }

    @Test
    void an_order_without_numbers_always_gets_the_same_generated_number() {
        String message = message("ORM^O01", "ORC|NW", LAB, "ORC|NW", LAB);
        List<Event> events = messages.events(message);
        assertThat(events).isEqualTo(messages.events(message)).doesNotHaveDuplicates();
        assertThat(((ExamOrdered) events.getFirst())
                        .order()
                        .filler()
                        .orElseThrow()
                        .value())
                .isEqualTo("M1#1");
    }

    @Test
    void a_specimen_is_collected_once_the_message_contains_its_time() {
        List<Event> events = messages.events(message(
                "OML^O21", "ORC|NW|P1", LAB, "SPM|1|S1^LAB||BLD^Blood|||||||||||||20260301080000", "SPM|2|S2||BLD"));
        assertThat(events).hasSize(2);
        SpecimenCollected specimen = (SpecimenCollected) events.getLast();
        assertThat(specimen.material().orElseThrow().label()).isEqualTo("Blood");
        assertThat(messages.parsed(message("OUL^R22", "SPM|1|S1", "OBR|1|P1|F1|CBC^Count"))
                        .facts())
                .hasSize(1);
    }

    @Test
    void an_unsolicited_specimen_is_collected_and_its_results_are_issued() {
        List<Event> events = messages.events(message(
                "OUL^R22",
                "SPM|1|S1^LAB||UR^Urine|||||||||||||20260301080000",
                "OBR|1|P1|F1|ECBU^Urine culture",
                "ORC|RE|P1|F1",
                "OBX|1|ST|GERM^Germ|1|E. coli||||||F",
                "SPM|2|S2^LAB||BLD^Blood|||||||||||||20260301083000",
                "OBR|2|P2|F2|HEMO^Blood culture",
                "OBX|1|ST|GERM^Germ|1|None||||||F"));
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("SpecimenCollected", "SpecimenCollected", "ResultIssued", "ResultIssued");
        assertThat(events.subList(0, 2))
                .extracting(event -> ((SpecimenCollected) event)
                                .order()
                                .filler()
                                .orElseThrow()
                                .value()
                        + " "
                        + ((SpecimenCollected) event).material().orElseThrow().label())
                .containsExactly("F1 Urine", "F2 Blood");
    }

    @Test
    void a_specimen_after_an_order_belongs_to_that_order() {
        List<Event> events = messages.events(message(
                "OUL^R24",
                "OBR|1|P1|F1|ECBU^Urine culture",
                "SPM|1|S1^LAB||UR^Urine",
                "OBR|2|P2|F2|HEMO^Blood culture",
                "SPM|2|S2^LAB||BLD^Blood"));
        assertThat(events.stream().filter(SpecimenCollected.class::isInstance).map(event -> ((SpecimenCollected) event)
                        .order()
                        .filler()
                        .orElseThrow()
                        .value()))
                .containsExactly("F1", "F2");
    }

    @Test
    void an_order_of_supplies_is_unsupported() {
        messages.unsupported(message("ORM^O01", "ORC|NW|P1", "RQD|1|hip"));
    }
}
