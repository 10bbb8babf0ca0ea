package org.parcours.command.intake.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.fhir.ParsedFhirMessage.UnsupportedEntry;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.DischargeLetterEvent.DischargeLetterIssued;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepKey;
import org.parcours.events.StepStatus;

/** Document Bundles, Compositions and DocumentReferences (FHIR R4, 2.42, 3.3). */
class FhirDocumentTest {

    /** As an International Patient Summary: every kind of entry, many of them without a subject. */
    private static final String SUMMARY = """
            {"resourceType": "Bundle", "id": "b", "type": "document", "timestamp": "2026-03-12T09:00:00+01:00",
             "language": "fr", "signature": {"type": [{"code": "1"}], "when": "2026-03-12T09:00:00+01:00", "who": {"display": "X"}},
             "identifier": {"system": "urn:oid:2.999.10.8", "value": "DOC-2"}, "entry": [
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": {"resourceType": "Composition",
               "language": "fr", "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">Vue d'ensemble</div>"},
               "identifier": {"system": "urn:oid:2.999.10.8", "value": "SET-1"}, "status": "final",
               "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5", "display": "Patient summary"}]},
               "category": [{"text": "Synthèse"}],
               "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000002"}, "date": "2026-03-12",
               "encounter": {"identifier": {"system": "urn:oid:2.999.10.2", "value": "V1"}},
               "author": [{"reference": "urn:uuid:00000000-0000-4000-8000-000000000003"}, {"display": "Dr Deux"}],
               "title": "Synthèse <patient>", "confidentiality": "R",
               "attester": [{"mode": "legal", "time": "2026-03-12T10:00:00+01:00", "party": {"display": "Dr Trois"}}],
               "custodian": {"display": "CHU"},
               "relatesTo": [{"code": "replaces", "targetIdentifier": {"system": "urn:oid:2.999.10.8", "value": "DOC-1"}}],
               "event": [{"code": [{"text": "Hospitalisation"}], "period": {"start": "2026-03-01", "end": "2026-03-12"}}],
               "section": [
                 {"title": "Allergies", "code": {"text": "Allergies"}, "text": {"status": "generated",
                   "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p onclick=\\"x()\\">Pénicilline &amp; dérivés</p><script>alert(1)</script></div>"},
                  "entry": [{"reference": "urn:uuid:00000000-0000-4000-8000-000000000004"}],
                  "section": [{"title": "Détail", "emptyReason": {"text": "Non recherché"}}]},
                 {"code": {"text": "Résultats"}, "entry": [{"reference": "urn:uuid:00000000-0000-4000-8000-000000000005"}]}]}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002", "resource": {"resourceType": "Patient",
               "identifier": [{"system": "urn:oid:2.999.10.1", "value": "D1"}], "name": [{"family": "ESSAI", "given": ["Paul"]}]}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000003", "resource": {"resourceType": "Practitioner",
               "name": [{"family": "UN"}]}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000004", "resource": {"resourceType": "Device"}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000005", "resource": {"resourceType": "Observation",
               "identifier": [{"system": "urn:oid:2.999.10.7", "value": "O1"}], "status": "final", "code": {"text": "Sodium"},
               "category": [{"coding": [{"code": "laboratory"}]}], "effectiveDateTime": "2026-03-10",
               "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000002"}, "valueQuantity": {"value": 139}}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000006", "resource": {"resourceType": "Observation",
               "status": "final", "code": {"text": "Poids"}, "valueQuantity": {"value": 70}}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000007", "resource": {"resourceType": "Specimen"}},
             {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000008", "resource": {"resourceType": "Organization", "name": "CHU"}}]}
            """;

    private static Fact document(FhirTestMessage message) {
        return message.facts().stream()
                .filter(fact ->
                        fact.event() instanceof StepRecorded step && step.kind().equals("document"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_composition_of_a_document_is_one_document_with_its_whole_narrative() {
        FhirTestMessage message = FhirTestMessage.of(SUMMARY);

        StepRecorded step = (StepRecorded) document(message).event();
        assertThat(step.status()).isEqualTo(StepStatus.DONE);
        String html = message.document(step.document().orElseThrow().sha256());
        assertThat(html)
                .containsSubsequence(
                        "<html lang=\"fr\">",
                        "<h1>Synthèse &lt;patient&gt;</h1>",
                        "Vue d&#39;ensemble",
                        "<h2>Allergies</h2>",
                        "<p>Pénicilline &amp; dérivés</p>",
                        "<h3>Détail</h3>",
                        "Non recherché",
                        "<h2>Résultats</h2>",
                        "<li>Sodium: 139</li>")
                .doesNotContain("alert", "onclick", "script");
    }

    @Test
    void a_document_names_its_authors_who_signed_it_and_what_it_is_about() {
        Fact fact = document(FhirTestMessage.of(SUMMARY));

        assertThat(((StepRecorded) fact.event()).details().get("author")).contains("UN");
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.OTHER_AUTHORS, "Dr Deux")
                .containsEntry(DetailKey.CUSTODIAN, "CHU")
                .containsEntry(DetailKey.CONFIDENTIALITY, "R")
                .containsEntry(DetailKey.CATEGORY, "Synthèse")
                .containsEntry(DetailKey.RELATED_DOCUMENTS, "replaces: DOC-1")
                .hasEntrySatisfying(DetailKey.ATTESTER, text -> assertThat(text)
                        .contains("Dr Trois", "legal", "{{@2026-03-12T10:00:00+01:00}}"))
                .hasEntrySatisfying(DetailKey.DOCUMENTED_EVENT, text -> assertThat(text)
                        .contains("Hospitalisation", "{{@2026-03-01+01:00}} – {{@2026-03-12+01:00}}"));
        assertThat(fact.annotations().precision()).hasToString("DAY");
        assertThat(fact.visit()).isPresent();
    }

    @Test
    void a_document_is_known_by_its_bundle_and_by_its_composition() {
        Fact fact = document(FhirTestMessage.of(SUMMARY));

        assertThat(fact.event().stepKeys())
                .extracting(key -> key.identifier().value())
                .containsExactly("SET-1");
        assertThat(fact.annotations().otherKeys())
                .extracting(StepKey::identifier)
                .extracting(identifier -> identifier.value())
                .containsExactly("DOC-2");
    }

    @Test
    void the_other_entries_are_recorded_or_kept_by_name_and_none_refuses_the_document() {
        FhirTestMessage message = FhirTestMessage.of(SUMMARY);

        assertThat(message.entries().stream()
                        .map(entry -> entry.mapping().getClass().getSimpleName()))
                .containsExactly(
                        "MappedEntry",
                        "MappedEntry",
                        "UnsupportedEntry",
                        "UnsupportedEntry",
                        "MappedEntry",
                        "UnsupportedEntry",
                        "UnsupportedEntry",
                        "UnsupportedEntry");
        assertThat(message.entries().get(5).mapping())
                .isEqualTo(new UnsupportedEntry("it names no patient; kept with its document"));
        assertThat(message.unread()).isEmpty();
    }

    @Test
    void a_document_without_its_patient_or_without_a_composition_is_rejected() {
        String subject = "\"subject\": {\"reference\": \"urn:uuid:00000000-0000-4000-8000-000000000002\"}, \"date\"";
        assertThat(SUMMARY).contains(subject);
        assertThat(FhirTestMessage.of(SUMMARY.replace(subject, "\"subject\": {\"reference\": \"Patient/9\"}, \"date\""))
                        .rejection())
                .satisfies(rejection -> assertThat(rejection.reason()).contains("does not contain its patient"))
                .satisfies(rejection -> assertThat(rejection.field()).isEqualTo("Bundle.entry[0].resource.subject"));
        assertThat(document(FhirTestMessage.of(SUMMARY.replace(subject, "\"date\"")))
                        .patient())
                .as("without a subject, of its only patient")
                .isEqualTo(document(FhirTestMessage.of(SUMMARY)).patient());
        assertThat(FhirTestMessage.of(SUMMARY.replace(
                                "\"resourceType\": \"Composition\"", "\"resourceType\": \"Parameters\""))
                        .rejection()
                        .reason())
                .contains("a Composition expected");
    }

    @Test
    void a_wrong_value_in_an_entry_of_a_document_is_an_error_with_its_path() {
        assertThat(FhirTestMessage.of(SUMMARY.replace("\"value\": 70", "\"value\": \"soixante\""))
                        .rejection()
                        .field())
                .isEqualTo("Bundle.entry[5].resource.value.value");
    }

    private static final String REFERENCE = """
            {"resourceType": "DocumentReference", "meta": {"security": [{"code": "PHY", "display": "physician requested"}]},
             "masterIdentifier": {"system": "urn:oid:2.999.10.8", "value": "M1"},
             "identifier": [{"system": "urn:oid:2.999.10.8", "value": "M1-A"}], "status": "current", "docStatus": "amended",
             "type": {"coding": [{"system": "http://loinc.org", "code": "11488-4", "display": "Consultation"}]},
             "category": [{"text": "Comptes rendus"}],
             "subject": {"identifier": {"system": "urn:oid:2.999.10.1", "value": "D1"}}, "date": "2026-03-12T09:00:00+01:00",
             "author": [{"display": "Dr Un"}, {"display": "Dr Deux"}], "authenticator": {"display": "Pr Trois"},
             "custodian": {"display": "CHU"}, "description": "Consultation d'anesthésie",
             "relatesTo": [{"code": "replaces", "target": {"identifier": {"system": "urn:oid:2.999.10.8", "value": "M0"}}},
                           {"code": "appends", "target": {"display": "CR du 1er mars"}}],
             "securityLabel": [{"coding": [{"code": "INVISIBLE_PATIENT", "display": "Non visible par le patient"}]}],
             "content": [
               {"attachment": {"contentType": "text/plain", "data": "VW4=", "title": "Un"}, "format": {"code": "urn:x", "display": "Texte"}},
               {"attachment": {"contentType": "text/plain", "data": "RGV1eA==", "title": "Deux"}},
               {"attachment": {"contentType": "application/pdf", "url": "https://x.invalid/3.pdf", "title": "Trois"}}],
             "context": {"encounter": [{"identifier": {"system": "urn:oid:2.999.10.2", "value": "V1"}}],
               "event": [{"text": "Anesthésie"}], "period": {"start": "2026-03-12"}, "facilityType": {"text": "Hôpital"},
               "practiceSetting": {"text": "Anesthésie-réanimation"}, "sourcePatientInfo": {"reference": "#p"},
               "related": [{"display": "Demande 12"}]}}""";

    @Test
    void a_document_reference_shows_all_that_it_states() {
        FhirTestMessage message = FhirTestMessage.of(REFERENCE);

        Fact fact = message.facts().getLast();
        StepRecorded step = (StepRecorded) fact.event();
        assertThat(step.title()).contains("Consultation d'anesthésie");
        assertThat(step.document().orElseThrow().restrictions())
                .containsExactly(DocumentRestriction.HIDDEN_FROM_PATIENT);
        assertThat(fact.annotations().attachments())
                .extracting(DocumentRef::title)
                .extracting(title -> title.orElseThrow())
                .containsExactly("Deux");
        assertThat(fact.annotations().details().values().stream().reduce("", (one, other) -> one + "\n" + other))
                .contains(
                        "amended",
                        "Comptes rendus",
                        "Dr Deux",
                        "Pr Trois",
                        "CHU",
                        "appends: CR du 1er mars",
                        "Non visible",
                        "physician requested",
                        "https://x.invalid/3.pdf",
                        "Texte",
                        "Anesthésie",
                        "Hôpital",
                        "réanimation",
                        "Demande 12",
                        "2026-03-12");
        assertThat(fact.annotations().otherKeys())
                .extracting(key -> key.identifier().value())
                .contains("M1-A");
        assertThat(message.unread()).isEmpty();
    }

    @Test
    void a_document_reference_that_replaces_another_withdraws_it() {
        List<Fact> facts = FhirTestMessage.of(REFERENCE).facts();

        assertThat(facts).hasSize(2);
        StepRecorded replaced = (StepRecorded) facts.getFirst().event();
        assertThat(replaced.step().value()).isEqualTo("M0");
        assertThat(replaced.status()).isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void a_superseded_document_is_not_shown_as_valid_and_one_entered_in_error_is_withdrawn() {
        Fact superseded = FhirTestMessage.of(REFERENCE.replace("\"current\"", "\"superseded\""))
                .facts()
                .getLast();
        assertThat(((StepRecorded) superseded.event()).status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(((StepRecorded) superseded.event()).document()).isPresent();
        assertThat(superseded.annotations().details().get(DetailKey.DOCUMENT_STATUS))
                .contains("superseded");

        for (String error : List.of(
                REFERENCE.replace("\"current\"", "\"entered-in-error\""),
                REFERENCE.replace("\"amended\"", "\"entered-in-error\""))) {
            FhirTestMessage message = FhirTestMessage.of(error);
            assertThat(message.fact().assertion()).isEqualTo(Fact.Assertion.ENTERED_IN_ERROR);
            assertThat(message.unread()).isEmpty();
        }
    }

    @Test
    void a_preliminary_document_is_in_progress_and_a_letter_has_its_own_events() {
        Fact draft = FhirTestMessage.of(REFERENCE.replace("\"amended\"", "\"preliminary\""))
                .facts()
                .getLast();
        assertThat(((StepRecorded) draft.event()).status()).isEqualTo(StepStatus.IN_PROGRESS);

        Fact letter = FhirTestMessage.of(REFERENCE.replace("11488-4", "34105-7").replace("\"replaces\"", "\"signs\""))
                .fact();
        assertThat(letter.event()).isInstanceOf(DischargeLetterIssued.class);
        assertThat(letter.annotations().details().get(DetailKey.RELATED_DOCUMENTS))
                .contains("signs: M0");
    }

    @Test
    void an_attachment_that_is_no_base64_is_rejected_by_its_path() {
        assertThat(FhirTestMessage.of(REFERENCE.replace("RGV1eA==", "en clair !"))
                        .rejection()
                        .field())
                .isEqualTo("DocumentReference.content[1].attachment.data");
    }
}
