package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.firstCoding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.hasCode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
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
import org.parcours.events.Observation;
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
    private static final Set<String> WITHDRAWN = Set.of("cancelled", "entered-in-error");

    private FhirResultAndImagingMapper() {}

    static List<Fact> reportFacts(ResourceContext context) {
        FhirElement report = context.resource();
        String status = context.requireText("status");
        PatientEvidence patient = context.subject();
        Optional<Visit> visit = context.visit(report.child("encounter"));
        Optional<OrderNumbers> order = FhirOrderMapper.referencedOrder(context, report.children("basedOn"));
        Optional<Identifier> study =
                report.children("imagingStudy").stream().findFirst().flatMap(context::identifierOf);
        OrderNumbers numbers = numbers(context, order, study);
        Coding examination = coding(report.child("code"))
                .or(() -> firstCoding(report.children("category")))
                .orElseThrow(() -> context.missingElement("code"));
        OccurrenceTime occurredAt = context.occurredAt(context.time("issued"), context.start("effective"));
        if (WITHDRAWN.contains(status)) {
            context.discardContent();
            return context.facts(
                    patient,
                    visit,
                    context.reportedTime(),
                    new ResultWithdrawn(numbers, Optional.of(examination), Optional.empty()));
        }
        return status.equals("registered")
                ? List.of()
                : context.facts(patient, visit, occurredAt, reportEvent(context, status, numbers, examination));
    }

    private static Event reportEvent(ResourceContext context, String status, OrderNumbers numbers, Coding examination) {
        FhirElement report = context.resource();
        List<FhirElement> observations = report.children("result").stream()
                .flatMap(result -> context.resolve(result, "Observation").stream())
                .toList();
        List<Observation> values = new ArrayList<>(FhirToDomainObservationMapper.map(context, observations));
        report.text("conclusion")
                .or(() -> firstCoding(report.children("conclusionCode")).map(Coding::label))
                .map(text -> new Observation(
                        DataTypeMapper.textCoding("Conclusion"),
                        text,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .map(new ObservationTextLimiter(
                        context.documents(), context.settings().maxText())::limit)
                .ifPresent(values::add);
        Optional<DocumentRef> document = FhirAttachmentStorer.storeFirst(
                context, report.children("presentedForm"), Optional.of(examination.label()));
        boolean preliminary = status.equals("preliminary") || status.equals("partial");
        boolean imaging = !report.children("imagingStudy").isEmpty()
                || hasCode(report.children("category"), IMAGING_SECTIONS)
                || hasCode(report.children("category"), IMAGING_CODES);
        return imaging
                ? new ImagingReported(
                        numbers,
                        examination,
                        preliminary ? ImagingReportStatus.PRELIMINARY : ImagingReportStatus.FINAL,
                        values,
                        document)
                : new ResultIssued(numbers, examination, resultStatus(preliminary), values, document);
    }

    private static ResultStatus resultStatus(boolean preliminary) {
        return preliminary ? ResultStatus.PRELIMINARY : ResultStatus.FINAL;
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

    static List<Fact> studyFacts(ResourceContext context) {
        FhirElement study = context.resource();
        String status = context.requireText("status");
        PatientEvidence patient = context.subject();
        Optional<Visit> visit = context.visit(study.child("encounter"));
        OrderNumbers numbers =
                numbers(context, FhirOrderMapper.referencedOrder(context, study.children("basedOn")), Optional.empty());
        Optional<String> modality = study.children("modality").stream()
                .findFirst()
                .or(() -> study.children("series").stream()
                        .map(series -> series.child("modality"))
                        .findFirst())
                .flatMap(code -> code.text("code"));
        Optional<Coding> examination = firstCoding(study.children("procedureCode"))
                .or(() -> study.text("description").or(() -> modality).map(DataTypeMapper::textCoding));
        if (WITHDRAWN.contains(status)) {
            context.discardContent();
            return context.facts(
                    patient,
                    visit,
                    context.reportedTime(),
                    new ResultWithdrawn(numbers, examination, Optional.empty()));
        }
        return status.equals("registered")
                ? List.of()
                : context.facts(
                        patient,
                        visit,
                        context.occurredAt(context.time("started")),
                        new ImagingPerformed(
                                numbers,
                                examination.orElseThrow(() -> context.missingElement("procedureCode")),
                                modality));
    }

    /**
     * An observation of a laboratory or of imaging is a result; any other is a step of the kind of its category. No
     * fact for an observation of a DiagnosticReport of the same message: the report has its value.
     */
    static List<Fact> observationFacts(ResourceContext context) {
        FhirElement observation = context.resource();
        if (context.reportedObservations().reportOf(observation).isPresent()) {
            return List.of();
        }
        String status = context.requireText("status");
        Coding code = coding(observation.child("code")).orElseThrow(() -> context.missingElement("code"));
        PatientEvidence patient = context.subject();
        boolean withdrawn = WITHDRAWN.contains(status);
        OccurrenceTime occurredAt = withdrawn
                ? context.reportedTime()
                : context.occurredAt(context.start("effective"), context.time("issued"));
        boolean isResult = hasCode(observation.children("category"), RESULT_CATEGORIES)
                || observation.child("specimen").isPresent()
                || observation.child("basedOn").isPresent();
        return context.facts(
                patient,
                context.visit(observation.child("encounter")),
                occurredAt,
                isResult ? resultEvent(context, status, code) : stepEvent(context, code, withdrawn));
    }

    private static Event resultEvent(ResourceContext context, String status, Coding code) {
        FhirElement observation = context.resource();
        OrderNumbers numbers = numbers(
                context, FhirOrderMapper.referencedOrder(context, observation.children("basedOn")), Optional.empty());
        boolean preliminary = status.equals("preliminary") || status.equals("registered");
        return WITHDRAWN.contains(status)
                ? new ResultWithdrawn(numbers, Optional.of(code), Optional.empty())
                : new ResultIssued(
                        numbers,
                        code,
                        resultStatus(preliminary),
                        FhirToDomainObservationMapper.map(context, List.of(observation)),
                        Optional.empty());
    }

    private static Event stepEvent(ResourceContext context, Coding code, boolean withdrawn) {
        FhirElement observation = context.resource();
        Map<String, String> details = new LinkedHashMap<>();
        FhirToDomainObservationMapper.map(context, List.of(observation))
                .forEach(value -> details.putIfAbsent(
                        value.code().label(),
                        value.unit().map(unit -> value.value() + " " + unit).orElse(value.value())));
        return new StepRecorded(
                new CatalogueStepKindResolver(context.settings())
                        .resolve(observation.child("code"), observation.children("category")),
                context.identifier(),
                withdrawn ? StepStatus.CANCELLED : StepStatus.DONE,
                Optional.of(code.label()),
                Optional.empty(),
                details);
    }
}
