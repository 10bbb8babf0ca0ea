package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
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
