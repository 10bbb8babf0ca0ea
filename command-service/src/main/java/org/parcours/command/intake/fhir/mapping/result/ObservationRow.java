package org.parcours.command.intake.fhir.mapping.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.mapping.attachment.FhirAttachmentStorer;
import org.parcours.command.intake.fhir.mapping.attachment.StoredAttachments;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.datatype.FhirValueText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/** The value of an Observation, or of one of its components. */
record ObservationRow(ResourceContext context, FhirElement element) {

    /** HL7 v2 table 0078 and its successor in v3. */
    private static final Set<String> INTERPRETATION_SYSTEMS = Set.of(
            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
            "http://hl7.org/fhir/v3/ObservationInterpretation",
            "http://hl7.org/fhir/v2/0078",
            "http://terminology.hl7.org/CodeSystem/v2-0078",
            "urn:oid:2.16.840.1.113883.5.83");

    /** Whether the element states a result, or its absence. */
    boolean hasContent() {
        return element.child("value").isPresent()
                || attachment().isPresent()
                || element.child("dataAbsentReason").isPresent()
                || !element.children("interpretation").isEmpty();
    }

    /** A value that is absent is no value: the reason is a note (FHIR R4, 10.1.4.4). */
    Observation map(Optional<ObservationStatus> status, Optional<String> subId) {
        FhirElement code = element.child("code");
        Coding coding = DataTypeMapper.coding(code)
                .orElseThrow(() -> FhirRejectionCode.MISSING_ELEMENT.exceptionAt(element.pathOf("code")));
        List<String> notes = new ArrayList<>();
        Optional<String> absence = ConceptText.label(element.child("dataAbsentReason"));
        absence.ifPresent(reason -> notes.add(CodedWord.label("absence", reason)));
        Optional<StoredAttachments> attached = attachment()
                .map(attachment ->
                        FhirAttachmentStorer.storeAll(context, List.of(attachment), Optional.of(coding.label())));
        attached.ifPresent(stored -> notes.addAll(stored.links()));
        Optional<DocumentRef> document = attached.flatMap(StoredAttachments::main);
        Optional<String> value = FhirValueText.of(element, "value")
                .or(() -> document.map(stored -> stored.title().orElse(stored.mediaType())));
        List<FhirElement> interpretations = element.children("interpretation");
        Optional<String> flag = interpretations.stream()
                .flatMap(interpretation -> flag(interpretation).stream())
                .findFirst();
        interpretationTexts(interpretations, flag)
                .ifPresent(text -> notes.add(CodedWord.label("interpretation", text)));
        Optional<String> text =
                value.or(() -> absence.isPresent() ? Optional.empty() : ConceptText.labels(interpretations));
        FhirElement quantity = element.child("value");
        return new Observation(
                coding,
                text.orElse(""),
                quantity.isType("Quantity") ? DataTypeMapper.unit(quantity) : Optional.empty(),
                FhirValueText.referenceRanges(element.children("referenceRange")),
                flag,
                subId,
                text.isPresent() ? status : statusWithoutValue(status),
                document,
                ConceptText.otherCodings(code),
                notes,
                Optional.empty());
    }

    /** R4 has an extension for the Attachment of R5. */
    private Optional<FhirElement> attachment() {
        return Stream.concat(
                        element.children("valueAttachment").stream(),
                        element.extensions(url -> url.contains("Observation.value")).stream()
                                .map(extension -> extension.child("value"))
                                .filter(value -> value.isType("Attachment")))
                .findFirst();
    }

    private static Optional<ObservationStatus> statusWithoutValue(Optional<ObservationStatus> status) {
        return switch (status.orElse(ObservationStatus.FINAL)) {
            case PENDING, PRELIMINARY, UNVERIFIED, WITHDRAWN, WRONG -> status;
            case FINAL, CONFIRMED, CORRECTED, NOT_OBTAINED -> Optional.of(ObservationStatus.NOT_OBTAINED);
        };
    }

    private static Optional<String> flag(FhirElement interpretation) {
        return interpretation.children("coding").stream()
                .filter(coding -> coding.text("system")
                        .map(INTERPRETATION_SYSTEMS::contains)
                        .orElse(true))
                .flatMap(coding -> coding.text("code").stream())
                .filter(code -> code.matches("[A-Z<>+-]{1,4}"))
                .findFirst();
    }

    /** The interpretations that the flag does not say. */
    private static Optional<String> interpretationTexts(List<FhirElement> interpretations, Optional<String> flag) {
        return JoinedText.joined(interpretations.stream().flatMap(interpretation -> {
            Optional<String> own = flag(interpretation);
            Optional<String> label = ConceptText.label(interpretation);
            Optional<String> stated = interpretation.text("text");
            boolean isFlag = own.isPresent() && own.equals(flag);
            return isFlag ? stated.filter(text -> !text.equalsIgnoreCase(own.get())).stream() : label.stream();
        }));
    }
}
