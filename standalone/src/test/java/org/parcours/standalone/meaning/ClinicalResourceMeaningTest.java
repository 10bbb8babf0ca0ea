package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.DocumentStore;
import org.parcours.command.documents.StoredDocument;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.resource.FhirProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.store.Hash;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the timeline shows of medicines and clinical statements that FHIR reports, and reports again. */
class ClinicalResourceMeaningTest {

    private static final String GIVEN = """
            {'resourceType': 'MedicationAdministration', 'id': '%s', 'status': '%s', %s,
             'medicationCodeableConcept': {'text': '%s'}, 'effectiveDateTime': '2026-03-10T08:00:00+01:00',
             'request': {'reference': 'MedicationRequest/rx'}, 'statusReason': [{'text': 'Refus'}],
             'dosage': {'dose': {'value': %s, 'unit': 'mg'}}}""";

    private static final String REQUEST = """
            {'resourceType': 'MedicationRequest', 'id': 'rx', 'status': '%s', 'intent': 'order', %s,
             'medicationCodeableConcept': {'text': 'Morphine'}, 'authoredOn': '2026-03-09', %s
             'dosageInstruction': [{'text': '5 mg x 3'}]}""";

    private static final String SUBJECT = "'subject': {'identifier': {'system': 'urn:ipp', 'value': 'A'}}";

    private final StatePipeline pipeline = new StatePipeline();
    private final FhirMessageParser parser = new FhirMessageParser(
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("parcours.fhir", FhirProperties.class),
            new NoDocuments(),
            Clock.fixed(StatePipeline.RECEIVED_AT, ZoneOffset.UTC));

    private List<Envelope> send(String resource) {
        ReceivedFhirMessage message = parser.receive(
                resource.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Optional.of("EHR"), Optional.empty());
        message.parse();
        var parsed = message.result().orElseThrow();
        assertThat(parsed.rejections()).isEmpty();
        return pipeline.record(parsed.facts().toArray(Fact[]::new));
    }

    private void sendTwice(String resource) {
        send(resource);
        assertThat(send(resource)).as("again %s", resource).isEmpty();
    }

    private static String request(String status, String more) {
        return REQUEST.formatted(status, SUBJECT, more);
    }

    private static String given(String id, String status, String product, String dose) {
        return GIVEN.formatted(id, status, SUBJECT, product, dose);
    }

    private Optional<String> detail(String key) {
        return pipeline.entry("A").details().stream()
                .filter(detail -> detail.key().equals(key))
                .flatMap(detail -> detail.text().stream())
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "active, PLANNED, prescribed",
        "on-hold, IN_PROGRESS, held",
        "stopped, CANCELLED, stopped",
        "cancelled, CANCELLED, stopped",
        "completed, DONE, completed"
    })
    void a_prescription_has_its_status_and_records_nothing_the_second_time(
            String status, StepStatus expected, String stage) {
        sendTwice(request(status, ""));

        TimelineEntry entry = pipeline.entry("A");
        assertThat(entry.title()).contains("Morphine");
        assertThat(entry.status()).isEqualTo(expected);
        assertThat(entry.stage()).isEqualTo(stage);
        assertThat(detail("dosage")).contains("5 mg x 3");
    }

    @Test
    void a_held_prescription_that_is_active_again_goes_on() {
        sendTwice(request("active", ""));
        sendTwice(request("on-hold", "'statusReason': {'text': 'Bloc'},"));
        assertThat(pipeline.entry("A").stage()).isEqualTo("held");
        assertThat(detail("holdReason")).contains("Bloc");

        sendTwice(request("active", ""));

        assertThat(pipeline.entry("A").stage()).isEqualTo("prescribed");
        assertThat(detail("holdReason")).isEmpty();
    }

    @Test
    void a_prescription_entered_in_error_is_not_shown_as_prescribed() {
        sendTwice(request("active", ""));
        sendTwice(request("entered-in-error", ""));

        assertThat(pipeline.entries("A"))
                .allSatisfy(entry -> assertThat(entry.status().isVoid()).isTrue());
    }

    @Test
    void a_prescription_that_becomes_a_prohibition_is_stopped_and_the_prohibition_shown() {
        sendTwice(request("active", ""));
        sendTwice(request("active", "'doNotPerform': true,"));

        assertThat(pipeline.entries("A"))
                .extracting(entry -> entry.kind() + " " + entry.status() + " "
                        + entry.title().orElse(""))
                .containsExactlyInAnyOrder(
                        "medication CANCELLED Morphine",
                        "medication-prohibition IN_PROGRESS {{doNotAdminister}}{{colon}}Morphine");
    }

    @Test
    void a_prohibition_alone_is_one_entry() {
        sendTwice(request("active", "'doNotPerform': true,"));

        assertThat(pipeline.entry("A").kind()).isEqualTo("medication-prohibition");
        assertThat(detail("dosage")).contains("5 mg x 3");
    }

    @Test
    void two_products_given_at_one_time_for_one_prescription_are_both_shown() {
        sendTwice(request("active", ""));
        sendTwice(given("g1", "completed", "Morphine", "5"));
        sendTwice(given("g2", "completed", "Glucose", "2"));

        assertThat(detail("timesGiven")).contains("2");
        assertThat(pipeline.entry("A").history()).hasSize(3);
    }

    @Test
    void a_corrected_administration_counts_once() {
        sendTwice(request("active", ""));
        sendTwice(given("g1", "completed", "Morphine", "50"));
        sendTwice(given("g1", "completed", "Morphine", "5"));

        assertThat(detail("timesGiven")).contains("1");
        assertThat(detail("dose")).contains("5 mg");
        assertThat(pipeline.entry("A").corrected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on-hold", "unknown"})
    void an_administration_that_is_not_certain_is_neither_given_nor_planned(String status) {
        sendTwice(given("g1", status, "Morphine", "5"));

        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.UNKNOWN);
        assertThat(detail("orderStatus").orElseThrow()).startsWith("{{administration.");
        assertThat(detail("timesGiven")).isEmpty();

        sendTwice(given("g1", "completed", "Morphine", "5"));

        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.DONE);
        assertThat(detail("orderStatus")).isEmpty();
    }

    @Test
    void an_administration_goes_on_from_not_done_to_done_and_to_withdrawn() {
        sendTwice(request("active", ""));
        sendTwice(given("g1", "not-done", "Morphine", "5"));
        assertThat(pipeline.entry("A").stage()).isEqualTo("not-administered");
        assertThat(detail("notGivenReason")).contains("Refus");

        sendTwice(given("g1", "in-progress", "Morphine", "5"));
        assertThat(pipeline.entry("A").stage()).isEqualTo("in-progress");
        assertThat(detail("notGivenReason")).isEmpty();

        sendTwice(given("g1", "completed", "Morphine", "5"));
        assertThat(pipeline.entry("A").stage()).isEqualTo("administered");

        sendTwice(given("g1", "entered-in-error", "Morphine", "5"));
        assertThat(pipeline.entry("A").stage()).isEqualTo("prescribed");
        assertThat(detail("timesGiven")).isEmpty();
    }

    @Test
    void a_dispense_that_was_declined_is_not_dispensed() {
        String dispense = """
                {'resourceType': 'MedicationDispense', 'id': 'd1', 'status': '%s', %s,
                 'medicationCodeableConcept': {'text': 'Morphine'}, 'whenHandedOver': '2026-03-10T09:00:00+01:00',
                 'authorizingPrescription': [{'reference': 'MedicationRequest/rx'}],
                 'statusReasonCodeableConcept': {'text': 'Rupture'}, 'quantity': {'value': 8, 'unit': 'cp'}}""";
        sendTwice(request("active", ""));
        sendTwice(dispense.formatted("preparation", SUBJECT));
        assertThat(pipeline.entry("A").stage()).isEqualTo("prescribed");

        sendTwice(dispense.formatted("completed", SUBJECT));
        assertThat(pipeline.entry("A").stage()).isEqualTo("dispensed");

        sendTwice(dispense.formatted("declined", SUBJECT));
        assertThat(pipeline.entry("A").stage()).isEqualTo("not-dispensed");
        assertThat(detail("notDispensedReason")).contains("Rupture");
    }

    @ParameterizedTest
    @CsvSource({
        "preparation, PLANNED, scheduled",
        "in-progress, IN_PROGRESS, started",
        "on-hold, ON_HOLD, on-hold",
        "stopped, STOPPED, stopped",
        "completed, DONE, completed",
        "unknown, UNKNOWN, unknown",
        "not-done, CANCELLED, cancelled"
    })
    void an_operation_has_its_status(String status, StepStatus expected, String stage) {
        sendTwice("""
                {'resourceType': 'Procedure', 'id': 'p1', 'status': '%s', %s, 'code': {'text': 'PTH'},
                 'category': {'coding': [{'code': '387713003'}]}, 'statusReason': {'text': 'Fièvre'},
                 'performedPeriod': {'start': '2026-03-10T08:00:00+01:00', 'end': '2026-03-10T09:00:00+01:00'}}""".formatted(status, SUBJECT));

        TimelineEntry entry = pipeline.entry("A");
        assertThat(entry.title()).contains("PTH");
        assertThat(entry.status()).isEqualTo(expected);
        assertThat(entry.stage()).isEqualTo(stage);
        assertThat(entry.details()).extracting(EntryDetail::text).contains(Optional.of("Fièvre"));
    }

    @Test
    void an_allergy_that_is_refuted_later_is_no_allergy_any_more() {
        String allergy = """
                {'resourceType': 'AllergyIntolerance', 'id': 'a1', 'code': {'text': 'Latex'},
                 'patient': {'identifier': {'system': 'urn:ipp', 'value': 'A'}}, 'recordedDate': '2026-03-09',
                 'verificationStatus': {'coding': [{'code': '%s'}]}}""";
        sendTwice(allergy.formatted("confirmed"));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.IN_PROGRESS);

        sendTwice(allergy.formatted("refuted"));
        assertThat(pipeline.entry("A").status()).isEqualTo(StepStatus.NOT_DONE);
        assertThat(pipeline.entry("A").title()).contains("{{refuted}}{{colon}}Latex");
    }

    /** Knows the hash of a document, which is all that an event contains. */
    private static final class NoDocuments implements DocumentStore {

        @Override
        public DocumentRef put(String mediaType, byte[] bytes) {
            return new DocumentRef(mediaType, Hash.of(bytes).toString(), bytes.length, Optional.empty());
        }

        @Override
        public Optional<StoredDocument> get(Hash hash) {
            return Optional.empty();
        }
    }
}
