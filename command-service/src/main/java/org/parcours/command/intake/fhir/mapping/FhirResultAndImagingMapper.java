package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.OrderNumbers;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.ReportStatus;
import org.parcours.events.ResultStatus;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;

/** Maps DiagnosticReport, ImagingStudy, and an Observation that belongs to no report of the message. */
final class FhirResultAndImagingMapper {

    /** Imaging in HL7 table 0074, LOINC and SNOMED CT. */
    private static final Set<String> IMAGING = Set.of(
            "RAD",
            "RX",
            "CT",
            "NMR",
            "NMS",
            "RUS",
            "OUS",
            "VUS",
            "CUS",
            "XRC",
            "LP29684-5",
            "18748-4",
            "363679005",
            "394914008");

    private static final Coding CONCLUSION = new Coding(Optional.empty(), Optional.of("Conclusion"), Optional.empty());

    private static final Set<String> RESULT_CATEGORIES = Set.of("laboratory", "imaging");

    private FhirResultAndImagingMapper() {}

    static List<Fact> reportFacts(ResourceContext context, DiagnosticReport report) {
        DiagnosticReportStatus status = report.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        PatientEvidence patient = context.patientEvidence(report.getSubject(), "subject");
        Optional<Visit> visit = context.visit(report.getEncounter(), "encounter");
        OrderNumbers numbers = orderNumbers(context, report);
        Coding examination = DataTypeMapper.coding(report.getCode())
                .or(() -> DataTypeMapper.coding(report.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
        OffsetDateTime occurredAt = context.occurredAt(
                context.dateTimes().parse(report.getIssuedElement(), context.pathOf("issued")),
                context.dateTimes().startOfChoice(report.getEffective(), context.pathOf("effective")));
        return switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                context.facts(
                        patient,
                        visit,
                        context.reportedAt(),
                        new ResultWithdrawn(numbers, Optional.of(examination), Optional.empty()));
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
                new ArrayList<>(ObservationValueMapper.map(context, observations));
        DataTypeMapper.nonBlank(report.getConclusion())
                .or(() -> DataTypeMapper.coding(report.getConclusionCode()).map(Coding::label))
                .map(text -> ObservationValueMapper.map(
                        context,
                        List.of(new Observation()
                                .setCode(new org.hl7.fhir.r4.model.CodeableConcept().setText(CONCLUSION.label()))
                                .setValue(new org.hl7.fhir.r4.model.StringType(text)))))
                .ifPresent(values::addAll);
        Optional<DocumentRef> document = FhirAttachmentStorer.firstDocument(
                context, report.getPresentedForm(), Optional.of(examination.label()));
        boolean preliminary = report.getStatus() == DiagnosticReportStatus.PRELIMINARY
                || report.getStatus() == DiagnosticReportStatus.PARTIAL;
        return isImaging(report)
                ? new ImagingReported(
                        numbers,
                        examination,
                        preliminary ? ReportStatus.PRELIMINARY : ReportStatus.FINAL,
                        values,
                        document)
                : new ResultIssued(
                        numbers,
                        examination,
                        preliminary ? ResultStatus.PRELIMINARY : ResultStatus.FINAL,
                        values,
                        document);
    }

    private static boolean isImaging(DiagnosticReport report) {
        return report.hasImagingStudy() || DataTypeMapper.hasCode(report.getCategory(), IMAGING);
    }

    /**
     * The order's placer number, and the filler number: that of the imaging study where the report has one, otherwise
     * the report's own identifier, since one order may have several reports. An order with a filler number only keeps
     * it.
     */
    private static OrderNumbers orderNumbers(ResourceContext context, DiagnosticReport report) {
        Optional<OrderNumbers> order = report.getBasedOn().stream()
                .findFirst()
                .flatMap(request -> FhirOrderMapper.referencedOrderNumbers(context, request, "basedOn[0]"));
        Optional<ImagingStudy> study = report.getImagingStudy().stream()
                .findFirst()
                .flatMap(reference -> context.resolve(reference, ImagingStudy.class));
        Identifier filler = study.map(imagingStudy ->
                        context.references().identifierOf(imagingStudy, context.pathOf("imagingStudy[0]")))
                .orElseGet(() -> fillerNumber(context, order));
        return new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(filler));
    }

    private static Identifier fillerNumber(ResourceContext context, Optional<OrderNumbers> order) {
        return order.filter(numbers -> numbers.placer().isEmpty())
                .flatMap(OrderNumbers::filler)
                .orElseGet(context::identifier);
    }

    static List<Fact> studyFacts(ResourceContext context, ImagingStudy study) {
        if (study.getStatus() == null) {
            throw context.missingElement("status");
        }
        PatientEvidence patient = context.patientEvidence(study.getSubject(), "subject");
        Optional<Visit> visit = context.visit(study.getEncounter(), "encounter");
        Optional<OrderNumbers> order = study.getBasedOn().stream()
                .findFirst()
                .flatMap(request -> FhirOrderMapper.referencedOrderNumbers(context, request, "basedOn[0]"));
        OrderNumbers numbers =
                new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(fillerNumber(context, order)));
        Optional<String> modality = study.getModality().stream()
                .findFirst()
                .or(() -> study.getSeries().stream()
                        .map(ImagingStudy.ImagingStudySeriesComponent::getModality)
                        .findFirst())
                .flatMap(coding -> DataTypeMapper.nonBlank(coding.getCode()));
        Optional<Coding> examination = DataTypeMapper.coding(study.getProcedureCode())
                .or(() -> DataTypeMapper.nonBlank(study.getDescription()).map(FhirResultAndImagingMapper::textCoding))
                .or(() -> modality.map(FhirResultAndImagingMapper::textCoding));
        return switch (study.getStatus()) {
            case REGISTERED -> List.of();
            case CANCELLED, ENTEREDINERROR ->
                context.facts(
                        patient,
                        visit,
                        context.reportedAt(),
                        new ResultWithdrawn(numbers, examination, Optional.empty()));
            case AVAILABLE, UNKNOWN, NULL ->
                context.facts(
                        patient,
                        visit,
                        context.occurredAt(
                                context.dateTimes().parse(study.getStartedElement(), context.pathOf("started"))),
                        new ImagingPerformed(
                                numbers,
                                examination.orElseThrow(() -> context.missingElement("procedureCode")),
                                modality));
        };
    }

    private static Coding textCoding(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    /** No fact for an observation of a DiagnosticReport of the same message: the report has its value. */
    static List<Fact> unreportedObservationFacts(ResourceContext context, Observation observation) {
        return context.reportedObservations().contains(observation)
                ? List.of()
                : observationFacts(context, observation);
    }

    /** An observation of a laboratory or of imaging is a result; any other is a step of the kind of its category. */
    static List<Fact> observationFacts(ResourceContext context, Observation observation) {
        ObservationStatus status = observation.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        Coding code = DataTypeMapper.coding(observation.getCode()).orElseThrow(() -> context.missingElement("code"));
        PatientEvidence patient = context.patientEvidence(observation.getSubject(), "subject");
        boolean withdrawn = status == ObservationStatus.CANCELLED || status == ObservationStatus.ENTEREDINERROR;
        OffsetDateTime occurredAt = withdrawn
                ? context.reportedAt()
                : context.occurredAt(
                        context.dateTimes().startOfChoice(observation.getEffective(), context.pathOf("effective")),
                        context.dateTimes().parse(observation.getIssuedElement(), context.pathOf("issued")));
        boolean isResult = DataTypeMapper.hasCode(observation.getCategory(), RESULT_CATEGORIES)
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
        Optional<OrderNumbers> order = observation.getBasedOn().stream()
                .findFirst()
                .flatMap(request -> FhirOrderMapper.referencedOrderNumbers(context, request, "basedOn[0]"));
        OrderNumbers numbers =
                new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(fillerNumber(context, order)));
        boolean preliminary = observation.getStatus() == ObservationStatus.PRELIMINARY
                || observation.getStatus() == ObservationStatus.REGISTERED;
        return withdrawn
                ? new ResultWithdrawn(numbers, Optional.of(code), Optional.empty())
                : new ResultIssued(
                        numbers,
                        code,
                        preliminary ? ResultStatus.PRELIMINARY : ResultStatus.FINAL,
                        ObservationValueMapper.map(context, List.of(observation)),
                        Optional.empty());
    }

    private static Event stepEvent(ResourceContext context, Observation observation, Coding code, boolean withdrawn) {
        Map<String, String> details = new LinkedHashMap<>();
        ObservationValueMapper.map(context, List.of(observation))
                .forEach(value -> details.putIfAbsent(
                        value.code().label(),
                        value.unit().map(unit -> value.value() + " " + unit).orElse(value.value())));
        return new StepRecorded(
                new StepKindResolver(context.settings()).resolve(observation.getCode(), observation.getCategory()),
                context.identifier(),
                withdrawn ? StepStatus.CANCELLED : StepStatus.DONE,
                Optional.of(code.label()),
                Optional.empty(),
                details);
    }
}
