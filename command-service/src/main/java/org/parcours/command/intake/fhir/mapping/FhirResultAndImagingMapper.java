package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.hasCode;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudySeriesComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;

/** Maps DiagnosticReport, ImagingStudy, and an Observation that belongs to no report of the message. */
final class FhirResultAndImagingMapper {

    /** HL7 table 0074, LOINC and SNOMED CT. */
    private static final Set<String> IMAGING_SECTIONS =
            Set.of("RAD", "RX", "CT", "NMR", "NMS", "RUS", "OUS", "VUS", "CUS", "XRC");

    private static final Set<String> IMAGING_CODES = Set.of("LP29684-5", "18748-4", "363679005", "394914008");
    private static final Set<String> RESULT_CATEGORIES = Set.of("laboratory", "imaging");

    private FhirResultAndImagingMapper() {}

    static List<Fact> reportFacts(ResourceContext context, DiagnosticReport report) {
        DiagnosticReportStatus status = context.require(report.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(report.getSubject(), "subject");
        Optional<Visit> visit = context.visit(report.getEncounter(), "encounter");
        Optional<OrderNumbers> order = order(context, report.getBasedOn());
        Optional<Identifier> study = report.getImagingStudy().stream()
                .findFirst()
                .flatMap(reference -> context.resolve(reference, ImagingStudy.class))
                .map(found -> context.references().identifierOf(found, context.pathOf("imagingStudy[0]")));
        OrderNumbers numbers = numbers(context, order, study);
        Coding examination = coding(report.getCode())
                .or(() -> coding(report.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
        OffsetDateTime occurredAt = context.occurredAt(
                context.time(report.getIssuedElement(), "issued"), context.start(report.getEffective(), "effective"));
        return switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                context.facts(patient, visit, context.reportedAt(), withdrawn(numbers, Optional.of(examination)));
            case REGISTERED -> List.of();
            case PARTIAL, PRELIMINARY, FINAL, AMENDED, CORRECTED, APPENDED, UNKNOWN, NULL ->
                context.facts(patient, visit, occurredAt, reportEvent(context, report, numbers, examination));
        };
    }

    private static Event reportEvent(
            ResourceContext context, DiagnosticReport report, OrderNumbers numbers, Coding examination) {
        List<Observation> observations = report.getResult().stream()
                .flatMap(result -> context.resolve(result, Observation.class).stream())
                .toList();
        List<org.parcours.events.Observation> values =
                new ArrayList<>(FhirToDomainObservationMapper.map(context, observations));
        nonBlank(report.getConclusion())
                .or(() -> coding(report.getConclusionCode()).map(Coding::label))
                .map(text -> new Observation()
                        .setCode(new CodeableConcept().setText("Conclusion"))
                        .setValue(new StringType(text)))
                .ifPresent(
                        conclusion -> values.addAll(FhirToDomainObservationMapper.map(context, List.of(conclusion))));
        Optional<DocumentRef> document =
                FhirAttachmentStorer.storeFirst(context, report.getPresentedForm(), Optional.of(examination.label()));
        boolean preliminary = report.getStatus() == DiagnosticReportStatus.PRELIMINARY
                || report.getStatus() == DiagnosticReportStatus.PARTIAL;
        boolean imaging = report.hasImagingStudy()
                || hasCode(report.getCategory(), IMAGING_SECTIONS)
                || hasCode(report.getCategory(), IMAGING_CODES);
        return imaging
                ? new ImagingReported(
                        numbers,
                        examination,
                        preliminary ? ImagingReportStatus.PRELIMINARY : ImagingReportStatus.FINAL,
                        values,
                        document)
                : new ResultIssued(numbers, examination, resultStatus(preliminary), values, document);
    }

    private static Event withdrawn(OrderNumbers numbers, Optional<Coding> examination) {
        return new ResultWithdrawn(numbers, examination, Optional.empty());
    }

    private static ResultStatus resultStatus(boolean preliminary) {
        return preliminary ? ResultStatus.PRELIMINARY : ResultStatus.FINAL;
    }

    private static Optional<OrderNumbers> order(ResourceContext context, List<Reference> basedOn) {
        return FhirOrderMapper.referencedOrder(context, basedOn, "basedOn[0]");
    }

    /**
     * The order's placer number, and the filler number: that of the imaging study where the report has one, otherwise
     * the resource's own identifier, since one order may have several reports. An order with a filler number only keeps
     * it.
     */
    private static OrderNumbers numbers(
            ResourceContext context, Optional<OrderNumbers> order, Optional<Identifier> study) {
        Identifier filler = study.or(() ->
                        order.filter(numbers -> numbers.placer().isEmpty()).flatMap(OrderNumbers::filler))
                .orElseGet(context::identifier);
        return new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(filler));
    }

    static List<Fact> studyFacts(ResourceContext context, ImagingStudy study) {
        context.require(study.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(study.getSubject(), "subject");
        Optional<Visit> visit = context.visit(study.getEncounter(), "encounter");
        OrderNumbers numbers = numbers(context, order(context, study.getBasedOn()), Optional.empty());
        Optional<String> modality = study.getModality().stream()
                .findFirst()
                .or(() -> study.getSeries().stream()
                        .map(ImagingStudySeriesComponent::getModality)
                        .findFirst())
                .flatMap(code -> nonBlank(code.getCode()));
        Optional<Coding> examination = coding(study.getProcedureCode())
                .or(() -> nonBlank(study.getDescription()).or(() -> modality).map(DataTypeMapper::textCoding));
        return switch (study.getStatus()) {
            case REGISTERED -> List.of();
            case CANCELLED, ENTEREDINERROR ->
                context.facts(patient, visit, context.reportedAt(), withdrawn(numbers, examination));
            case AVAILABLE, UNKNOWN, NULL ->
                context.facts(
                        patient,
                        visit,
                        context.occurredAt(context.time(study.getStartedElement(), "started")),
                        new ImagingPerformed(
                                numbers,
                                examination.orElseThrow(() -> context.missingElement("procedureCode")),
                                modality));
        };
    }

    /**
     * An observation of a laboratory or of imaging is a result; any other is a step of the kind of its category. No
     * fact for an observation of a DiagnosticReport of the same message: the report has its value.
     */
    static List<Fact> observationFacts(ResourceContext context, Observation observation) {
        if (context.reportedObservations().contains(observation)) {
            return List.of();
        }
        ObservationStatus status = context.require(observation.getStatus(), "status");
        Coding code = coding(observation.getCode()).orElseThrow(() -> context.missingElement("code"));
        PatientEvidence patient = context.patientEvidence(observation.getSubject(), "subject");
        boolean withdrawn = status == ObservationStatus.CANCELLED || status == ObservationStatus.ENTEREDINERROR;
        OffsetDateTime occurredAt = withdrawn
                ? context.reportedAt()
                : context.occurredAt(
                        context.start(observation.getEffective(), "effective"),
                        context.time(observation.getIssuedElement(), "issued"));
        boolean isResult = hasCode(observation.getCategory(), RESULT_CATEGORIES)
                || observation.hasSpecimen()
                || observation.hasBasedOn();
        return context.facts(
                patient,
                context.visit(observation.getEncounter(), "encounter"),
                occurredAt,
                isResult
                        ? resultEvent(context, observation, code, withdrawn)
                        : stepEvent(context, observation, code, withdrawn));
    }

    private static Event resultEvent(ResourceContext context, Observation observation, Coding code, boolean withdrawn) {
        OrderNumbers numbers = numbers(context, order(context, observation.getBasedOn()), Optional.empty());
        boolean preliminary = observation.getStatus() == ObservationStatus.PRELIMINARY
                || observation.getStatus() == ObservationStatus.REGISTERED;
        return withdrawn
                ? withdrawn(numbers, Optional.of(code))
                : new ResultIssued(
                        numbers,
                        code,
                        resultStatus(preliminary),
                        FhirToDomainObservationMapper.map(context, List.of(observation)),
                        Optional.empty());
    }

    private static Event stepEvent(ResourceContext context, Observation observation, Coding code, boolean withdrawn) {
        Map<String, String> details = new LinkedHashMap<>();
        FhirToDomainObservationMapper.map(context, List.of(observation))
                .forEach(value -> details.putIfAbsent(
                        value.code().label(),
                        value.unit().map(unit -> value.value() + " " + unit).orElse(value.value())));
        return new StepRecorded(
                new CatalogueStepKindResolver(context.settings())
                        .resolve(observation.getCode(), observation.getCategory()),
                context.identifier(),
                withdrawn ? StepStatus.CANCELLED : StepStatus.DONE,
                Optional.of(code.label()),
                Optional.empty(),
                details);
    }
}
