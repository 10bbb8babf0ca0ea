package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.OtherEvent.EventsWithdrawn;

/** A resource that is taken back says little besides: it is found although it no longer says what kind of step it was. */
class WithdrawnWithoutKindTest {

    private static final String RESOURCE = """
            {'resourceType': '%s', 'id': '%s', 'status': '%s', %s 'identifier': [{'system': 'urn:n', 'value': '7'}],
             'subject': {'identifier': {'system': 'urn:ipp', 'value': '1'}}}""";

    @TempDir
    private Path folder;

    private FhirTestService fhir;

    @BeforeEach
    void start() {
        fhir = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        fhir.close();
    }

    private void send(String type, String id, String status, String elements) throws Exception {
        fhir.put(type + "/" + id, RESOURCE.formatted(type, id, status, elements).replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0} {1} taken back as {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Observation | 'category': [{'coding': [{'code': 'vital-signs'}]}], 'code': {'text': 'Douleur'}, 'valueString': '3', | 'code': {'text': 'Douleur'},",
                "Observation | 'category': [{'coding': [{'code': 'social-history'}]}], 'code': {'text': 'Tabac'}, 'valueString': '3', | 'code': {'text': 'Tabac'},",
                "Observation | 'category': [{'coding': [{'code': 'exam'}]}], 'code': {'text': 'Audiogramme'}, 'valueString': '3', | 'code': {'text': 'Audiogramme'},",
                "Observation | 'category': [{'coding': [{'code': 'laboratory'}]}], 'code': {'text': 'Sodium'}, 'valueString': '3', | 'code': {'text': 'Sodium'},",
                "Observation | 'code': {'text': 'Sodium'}, 'valueString': '3', | 'category': [{'coding': [{'code': 'vital-signs'}]}], 'code': {'text': 'Sodium'},",
                "Observation | 'category': [{'coding': [{'code': 'vital-signs'}]}], 'code': {'coding': [{'system': 'http://loinc.org', 'code': '8867-4'}]}, 'valueString': '3', | 'code': {'text': 'Pouls'},",
                "Procedure | 'code': {'coding': [{'system': 'http://snomed.info/sct', 'code': '91251008'}]}, 'performedDateTime': '2026-03-01', | ",
                "Procedure | 'category': {'coding': [{'system': 'http://snomed.info/sct', 'code': '387713003'}]}, 'code': {'text': 'Appendicectomie'}, 'performedDateTime': '2026-03-01', | 'code': {'text': 'Appendicectomie'},",
                "ServiceRequest | 'intent': 'order', 'category': [{'coding': [{'code': '108252007'}]}], 'code': {'text': 'NFS'}, | 'intent': 'order', 'code': {'text': 'NFS'},",
                "ServiceRequest | 'intent': 'order', 'category': [{'coding': [{'code': '363679005'}]}], 'code': {'text': 'Dos'}, | 'intent': 'order',",
                "ServiceRequest | 'intent': 'order', 'category': [{'coding': [{'code': '387713003'}]}], 'code': {'text': 'Hernie'}, | 'intent': 'order', 'code': {'text': 'Hernie'},",
                "ServiceRequest | 'intent': 'order', 'code': {'coding': [{'code': '91251008'}]}, | 'intent': 'order', 'code': {'text': 'Kiné'},",
            })
    void what_was_entered_in_error_is_withdrawn_without_its_category_or_code(String type, String elements, String left)
            throws Exception {
        String active =
                switch (type) {
                    case "Procedure" -> "completed";
                    case "ServiceRequest" -> "active";
                    default -> "final";
                };
        send(type, "x", active, elements);
        Set<EventId> recorded = fhir.recorded().stream()
                .filter(envelope -> !(envelope.event() instanceof IdentityEvent))
                .map(Envelope::id)
                .collect(Collectors.toSet());

        send(type, "x", "entered-in-error", left == null ? "" : left);

        assertThat(fhir.events(EventsWithdrawn.class))
                .singleElement()
                .satisfies(withdrawal -> assertThat(withdrawal.events()).containsExactlyInAnyOrderElementsOf(recorded));
        long head = fhir.head();
        send(type, "x", "entered-in-error", left == null ? "" : left);
        assertThat(fhir.head()).isEqualTo(head);
    }

    @Test
    void another_resource_with_the_same_number_is_not_withdrawn() throws Exception {
        send(
                "Procedure",
                "p",
                "completed",
                "'code': {'coding': [{'code': '91251008'}]}, 'performedDateTime': '2026-03-01',");
        long head = fhir.head();

        send("Observation", "o", "entered-in-error", "'code': {'text': 'Douleur'},");

        assertThat(fhir.head()).isEqualTo(head);
    }
}
