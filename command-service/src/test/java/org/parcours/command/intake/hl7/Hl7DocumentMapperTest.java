package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.DischargeLetterEvent.DischargeLetterDrafted;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DischargeLetterEvent.DischargeLetterReplaced;
import org.parcours.events.DischargeLetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;

class Hl7DocumentMapperTest {

    private static final String TEXT = "OBX|1|TX|L^Letter||Dear colleague,||||||F\rOBX|2|TX|L||all is well.||||||F";

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void T02_issues_the_letter_and_its_text_goes_to_the_document_store() {
        DischargeLetterIssued event = messages.event(
                message("MDM^T02", "TXA|1|DS^Lettre de liaison|||||||99^MARTIN^EVE|||L1^GED", TEXT),
                DischargeLetterIssued.class);
        assertThat(event.letter().value()).isEqualTo("L1");
        assertThat(event.title()).contains("Lettre de liaison");
        assertThat(event.author().orElseThrow().name().orElseThrow()).hasToString("MARTIN EVE");
        assertThat(new String(messages.documents.bytes(event.document().orElseThrow()), StandardCharsets.UTF_8))
                .isEqualTo("Dear colleague,\nall is well.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DS", "TS", "LDL", "11490-0", "34105-7", "34112-3", "18842-5"})
    void TXA_2_or_OBX_3_identifies_a_discharge_letter(String type) {
        messages.event(message("MDM^T02", txa(type, "L1", "", "", ""), TEXT), DischargeLetterIssued.class);
        messages.event(
                message("MDM^T02", txa("CN", "L1", "", "", ""), TEXT.replace("L^Letter", type + "^Letter")),
                DischargeLetterIssued.class);
    }

    @Test
    void a_letter_is_replaced_edited_and_withdrawn() {
        DischargeLetterReplaced replaced =
                messages.event(message("MDM^T10", txa("DS", "L2", "L1", "", ""), TEXT), DischargeLetterReplaced.class);
        assertThat(replaced.letter().value()).isEqualTo("L2");
        assertThat(replaced.replaces().orElseThrow().value()).isEqualTo("L1");
        assertThat(messages.event(message("MDM^T08", txa("DS", "L1", "", "", ""), TEXT), DischargeLetterReplaced.class)
                        .replaces())
                .isEmpty();
        messages.event(message("MDM^T11", txa("DS", "L1", "", "", "")), DischargeLetterWithdrawn.class);
        messages.event(message("MDM^T04", txa("DS", "L1", "", "", "")), DischargeLetterWithdrawn.class);
        messages.event(message("MDM^T04", txa("DS", "L1", "", "", "OB")), DischargeLetterWithdrawn.class);
    }

    @Test
    void a_validated_document_is_not_withdrawn() {
        messages.event(message("MDM^T04", txa("DS", "L1", "", "LA", "AV"), TEXT), DischargeLetterIssued.class);
    }

    @Test
    void a_draft_is_not_an_issued_letter() {
        assertThat(messages.event(message("MDM^T02", txa("DS", "L1", "", "DI", ""), TEXT), DischargeLetterDrafted.class)
                        .letter()
                        .value())
                .isEqualTo("L1");
        assertThat(messages.event(
                                message("MDM^T10", txa("DS", "L2", "L1", "IP", ""), TEXT), DischargeLetterDrafted.class)
                        .replaces()
                        .orElseThrow()
                        .value())
                .isEqualTo("L1");
        assertThat(messages.event(message("MDM^T02", txa("OP", "L1", "", "IP", ""), TEXT), StepRecorded.class)
                        .status())
                .isEqualTo(StepStatus.IN_PROGRESS);
    }

    @Test
    void any_other_document_is_a_step() {
        StepRecorded event = messages.event(message("MDM^T02", txa("OP", "L1", "", "", ""), TEXT), StepRecorded.class);
        assertThat(event.kind()).isEqualTo("document");
        assertThat(event.status()).isEqualTo(StepStatus.DONE);
        assertThat(event.document()).isPresent();
        assertThat(messages.event(message("MDM^T11", txa("OP", "L1", "", "", "")), StepRecorded.class)
                        .status())
                .isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void an_imaging_report_is_the_result_of_its_order() {
        ImagingReported event = messages.event(
                message("MDM^T02", "TXA|1|DI||||||||||D1||A77^RIS|F77^RIS||LA", TEXT), ImagingReported.class);
        assertThat(event.order().placer().orElseThrow().value()).isEqualTo("A77");
        assertThat(event.order().filler().orElseThrow().value()).isEqualTo("F77");
        assertThat(event.status()).isEqualTo(ImagingReportStatus.FINAL);
        assertThat(event.observations())
                .extracting(Observation::value)
                .containsExactly("Dear colleague,\nall is well.");
        assertThat(messages.event(
                                message("MDM^T02", "ORC|RE|A78", "OBR|1|A78||TDM^Scanner", txa("DI", "D1", "", "", "")),
                                ImagingReported.class)
                        .examination()
                        .code())
                .contains("TDM");
    }

    @Test
    void an_imaging_report_is_preliminary_corrected_or_withdrawn() {
        assertThat(messages.event(message("MDM^T02", txa("DI", "D1", "", "PA", ""), TEXT), ImagingReported.class)
                        .status())
                .isEqualTo(ImagingReportStatus.PRELIMINARY);
        ImagingReported corrected =
                messages.event(message("MDM^T10", txa("DI", "D2", "D1", "", ""), TEXT), ImagingReported.class);
        assertThat(corrected.status()).isEqualTo(ImagingReportStatus.CORRECTED);
        assertThat(corrected.order().filler().orElseThrow().value())
                .as("the number of the first version")
                .isEqualTo("D1");
        assertThat(messages.event(message("MDM^T11", txa("DI", "D1", "", "", "")), ResultWithdrawn.class)
                        .order())
                .isEqualTo(corrected.order());
        messages.event(message("MDM^T06", txa("DI", "D3", "D1", "", ""), TEXT), StepRecorded.class);
    }

    @Test
    void a_document_that_replaces_another_cancels_it() {
        List<Event> events = messages.events(message("MDM^T10", txa("OP", "L2", "L1", "", ""), TEXT));
        assertThat(events)
                .extracting(event -> ((StepRecorded) event).status())
                .containsExactly(StepStatus.CANCELLED, StepStatus.DONE);
    }

    @Test
    void an_addendum_does_not_replace_its_letter() {
        messages.event(message("MDM^T06", txa("DS", "L2", "L1", "", ""), TEXT), StepRecorded.class);
    }

    @Test
    void a_document_without_a_number_is_rejected() {
        assertThat(messages.rejection(message("MDM^T02", txa("DS", "", "", "", ""), TEXT))
                        .field())
                .isEqualTo("TXA-12");
    }

    private static String txa(String type, String number, String parent, String completion, String availability) {
        return "TXA|1|" + type + "||||||||||" + number + "|" + parent + "||||" + completion + "||" + availability;
    }
}
