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

/** DiagnosticReport, ImagingStudy, and an Observation that no report of the message holds. */
final class Results {

    /** HL7 table 0074, and what LOINC and SNOMED CT call imaging. */
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

    private static final Set<String> LABORATORY = Set.of("laboratory", "imaging");

    private Results() {}

    static List<Fact> reported(Told told, DiagnosticReport report) {
        DiagnosticReportStatus status = report.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(report.getSubject(), "subject");
        Optional<Visit> visit = told.visit(report.getEncounter(), "encounter");
        OrderNumbers numbers = numbers(told, report);
        Coding examination = Words.coding(report.getCode())
                .or(() -> Words.coding(report.getCategory()))
                .orElseThrow(() -> told.missing("code"));
        OffsetDateTime at = told.occurredAt(
                told.moments().of(report.getIssuedElement(), told.at("issued")),
                told.moments().begin(report.getEffective(), told.at("effective")));
        return switch (status) {
            case CANCELLED, ENTEREDINERROR ->
                told.facts(
                        patient,
                        visit,
                        told.toldAt(),
                        new ResultWithdrawn(numbers, Optional.of(examination), Optional.empty()));
            case REGISTERED -> List.of();
            case PARTIAL, PRELIMINARY, FINAL, AMENDED, CORRECTED, APPENDED, UNKNOWN, NULL ->
                told.facts(patient, visit, at, issued(told, report, numbers, examination));
        };
    }

    private static Event issued(Told told, DiagnosticReport report, OrderNumbers numbers, Coding examination) {
        List<Observation> observed = report.getResult().stream()
                .flatMap(result -> told.resolve(result, Observation.class).stream())
                .toList();
        List<org.parcours.events.Observation> values = new ArrayList<>(Values.of(told, observed));
        Words.text(report.getConclusion())
                .or(() -> Words.coding(report.getConclusionCode()).map(Coding::label))
                .map(text -> Values.of(
                        told,
                        List.of(new Observation()
                                .setCode(new org.hl7.fhir.r4.model.CodeableConcept().setText(CONCLUSION.label()))
                                .setValue(new org.hl7.fhir.r4.model.StringType(text)))))
                .ifPresent(values::addAll);
        Optional<DocumentRef> document =
                Attachments.first(told, report.getPresentedForm(), Optional.of(examination.label()));
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
        return report.hasImagingStudy() || Words.has(report.getCategory(), IMAGING);
    }

    /**
     * The order's number, and the performer's: the study's where the report reads one, else the report's own, since one
     * order may have several. An order that only its performer has numbered goes by that.
     */
    private static OrderNumbers numbers(Told told, DiagnosticReport report) {
        Optional<OrderNumbers> order =
                report.getBasedOn().stream().findFirst().flatMap(request -> Orders.of(told, request, "basedOn[0]"));
        Optional<ImagingStudy> study = report.getImagingStudy().stream()
                .findFirst()
                .flatMap(reference -> told.resolve(reference, ImagingStudy.class));
        Identifier filler = study.map(images -> told.references().numberOf(images, told.at("imagingStudy[0]")))
                .orElseGet(() -> performers(told, order));
        return new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(filler));
    }

    private static Identifier performers(Told told, Optional<OrderNumbers> order) {
        return order.filter(numbers -> numbers.placer().isEmpty())
                .flatMap(OrderNumbers::filler)
                .orElseGet(told::number);
    }

    static List<Fact> performed(Told told, ImagingStudy study) {
        if (study.getStatus() == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(study.getSubject(), "subject");
        Optional<Visit> visit = told.visit(study.getEncounter(), "encounter");
        Optional<OrderNumbers> order =
                study.getBasedOn().stream().findFirst().flatMap(request -> Orders.of(told, request, "basedOn[0]"));
        OrderNumbers numbers =
                new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(performers(told, order)));
        Optional<String> modality = study.getModality().stream()
                .findFirst()
                .or(() -> study.getSeries().stream()
                        .map(ImagingStudy.ImagingStudySeriesComponent::getModality)
                        .findFirst())
                .flatMap(coding -> Words.text(coding.getCode()));
        Optional<Coding> examination = Words.coding(study.getProcedureCode())
                .or(() -> Words.text(study.getDescription()).map(Results::words))
                .or(() -> modality.map(Results::words));
        return switch (study.getStatus()) {
            case REGISTERED -> List.of();
            case CANCELLED, ENTEREDINERROR ->
                told.facts(patient, visit, told.toldAt(), new ResultWithdrawn(numbers, examination, Optional.empty()));
            case AVAILABLE, UNKNOWN, NULL ->
                told.facts(
                        patient,
                        visit,
                        told.occurredAt(told.moments().of(study.getStartedElement(), told.at("started"))),
                        new ImagingPerformed(
                                numbers, examination.orElseThrow(() -> told.missing("procedureCode")), modality));
        };
    }

    private static Coding words(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    /** Nothing for an observation that a DiagnosticReport of the same message has: the report states it. */
    static List<Fact> observedUnlessReported(Told told, Observation observation) {
        return told.aside().has(observation) ? List.of() : observed(told, observation);
    }

    /** A laboratory's value is a result; any other is a step of the kind that its category says. */
    static List<Fact> observed(Told told, Observation observation) {
        ObservationStatus status = observation.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        Coding code = Words.coding(observation.getCode()).orElseThrow(() -> told.missing("code"));
        PatientEvidence patient = told.patient(observation.getSubject(), "subject");
        boolean gone = status == ObservationStatus.CANCELLED || status == ObservationStatus.ENTEREDINERROR;
        OffsetDateTime at = gone
                ? told.toldAt()
                : told.occurredAt(
                        told.moments().begin(observation.getEffective(), told.at("effective")),
                        told.moments().of(observation.getIssuedElement(), told.at("issued")));
        boolean result = Words.has(observation.getCategory(), LABORATORY)
                || observation.hasSpecimen()
                || observation.hasBasedOn();
        return told.facts(
                patient,
                told.visit(observation.getEncounter(), "encounter"),
                at,
                result ? result(told, observation, code, gone) : step(told, observation, code, gone));
    }

    private static Event result(Told told, Observation observation, Coding code, boolean gone) {
        Optional<OrderNumbers> order = observation.getBasedOn().stream()
                .findFirst()
                .flatMap(request -> Orders.of(told, request, "basedOn[0]"));
        OrderNumbers numbers =
                new OrderNumbers(order.flatMap(OrderNumbers::placer), Optional.of(performers(told, order)));
        boolean preliminary = observation.getStatus() == ObservationStatus.PRELIMINARY
                || observation.getStatus() == ObservationStatus.REGISTERED;
        return gone
                ? new ResultWithdrawn(numbers, Optional.of(code), Optional.empty())
                : new ResultIssued(
                        numbers,
                        code,
                        preliminary ? ResultStatus.PRELIMINARY : ResultStatus.FINAL,
                        Values.of(told, List.of(observation)),
                        Optional.empty());
    }

    private static Event step(Told told, Observation observation, Coding code, boolean gone) {
        Map<String, String> details = new LinkedHashMap<>();
        Values.of(told, List.of(observation))
                .forEach(value -> details.putIfAbsent(
                        value.code().label(),
                        value.unit().map(unit -> value.value() + " " + unit).orElse(value.value())));
        return new StepRecorded(
                new Kinds(told.settings()).of(observation.getCode(), observation.getCategory()),
                told.number(),
                gone ? StepStatus.CANCELLED : StepStatus.DONE,
                Optional.of(code.label()),
                Optional.empty(),
                details);
    }
}
