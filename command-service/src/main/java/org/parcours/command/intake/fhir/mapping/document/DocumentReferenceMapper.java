package org.parcours.command.intake.fhir.mapping.document;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.attachment.FhirAttachmentStorer;
import org.parcours.command.intake.fhir.mapping.attachment.StoredAttachments;
import org.parcours.command.intake.fhir.mapping.context.FhirTextFormatter;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.datatype.StatusText;
import org.parcours.command.intake.fhir.mapping.document.FhirDocumentMapper.Content;
import org.parcours.command.intake.fhir.mapping.document.FhirDocumentMapper.State;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;

/** Maps a DocumentReference: its first content is the document, the others are attachments. */
record DocumentReferenceMapper(ResourceContext context, FhirDocumentMapper document) {

    List<Fact> facts() {
        FhirElement reference = context.resource();
        String status = context.requireText("status");
        Optional<String> documentStatus = StatusText.unless(reference.child("docStatus"), "final");
        PatientEvidence patient = context.subject();
        Optional<String> title = document.title(reference.text("description"));
        List<FhirElement> contents = reference.children("content");
        List<DocumentRestriction> restrictions = document.restrictions(reference.children("securityLabel"));
        StoredAttachments stored = restricted(
                FhirAttachmentStorer.storeAll(
                        context,
                        contents.stream()
                                .map(content -> content.child("attachment"))
                                .toList(),
                        title),
                restrictions);
        FhirElement about = reference.child("context");
        List<FhirElement> encounters = about.children("encounter");
        annotate(status, documentStatus, reference, contents, about);
        State state = state(status, documentStatus);
        List<Fact> facts = document.facts(
                state,
                new Content(title, stored.main(), document.author()),
                document.replaced(false),
                patient,
                encounters.isEmpty() ? Optional.empty() : context.visit(encounters.getFirst()),
                context.occurredAt(context.time("date"), context.dateTimes().start(about.child("period"))));
        StoredAttachments besides = document.hasNoContent(state) ? allBesides(stored) : stored;
        return Stream.concat(facts.subList(0, facts.size() - 1).stream(), Stream.of(besides.annotate(facts.getLast())))
                .toList();
    }

    private void annotate(
            String status,
            Optional<String> documentStatus,
            FhirElement reference,
            List<FhirElement> contents,
            FhirElement about) {
        FhirTextFormatter texts = context.texts();
        document.annotations()
                .detail(
                        DetailKey.DOCUMENT_STATUS,
                        JoinedText.joined(Stream.concat(
                                Stream.of(status).filter("superseded"::equals),
                                documentStatus.filter("amended"::equals).stream())))
                .detail(DetailKey.CATEGORY, ConceptText.labels(reference.children("category")))
                .detail(DetailKey.ATTESTER, ReferenceLabel.people(context, reference.children("authenticator")))
                .detail(DetailKey.CUSTODIAN, ReferenceLabel.of(context, reference.child("custodian")))
                .detail(
                        DetailKey.DOCUMENT_FORMAT,
                        JoinedText.joined(contents.stream()
                                .flatMap(content -> DataTypeMapper.ofCoding(content.child("format")).stream())
                                .map(Coding::label)))
                .detail(
                        DetailKey.DOCUMENTED_EVENT,
                        JoinedText.withRemarks(
                                ConceptText.labels(about.children("event")),
                                Stream.of(texts.period(about.child("period")))))
                .detail(DetailKey.FACILITY_TYPE, ConceptText.label(about.child("facilityType")))
                .detail(DetailKey.PRACTICE_SETTING, ConceptText.label(about.child("practiceSetting")))
                .detail(
                        DetailKey.SUPPORTING_INFORMATION,
                        ReferenceLabel.of(
                                context,
                                Stream.concat(
                                                about.children("encounter").stream()
                                                        .skip(1),
                                                about.children("related").stream())
                                        .toList()));
    }

    private static State state(String status, Optional<String> documentStatus) {
        if (status.equals("entered-in-error")
                || documentStatus.filter("entered-in-error"::equals).isPresent()) {
            return State.ENTERED_IN_ERROR;
        }
        if (status.equals("superseded")) {
            return State.SUPERSEDED;
        }
        return documentStatus.filter("preliminary"::equals).isPresent() ? State.DRAFT : State.VALID;
    }

    private static StoredAttachments restricted(StoredAttachments stored, List<DocumentRestriction> restrictions) {
        List<DocumentRef> documents = stored.documents().stream()
                .map(document -> document.withRestrictions(restrictions))
                .toList();
        return new StoredAttachments(documents, stored.links(), stored.created(), stored.anomalies());
    }

    /** With the main document among the attachments: {@link StoredAttachments#annotate} adds all but the first. */
    private static StoredAttachments allBesides(StoredAttachments stored) {
        List<DocumentRef> documents = Stream.concat(stored.documents().stream().limit(1), stored.documents().stream())
                .toList();
        return new StoredAttachments(documents, stored.links(), stored.created(), stored.anomalies());
    }
}
