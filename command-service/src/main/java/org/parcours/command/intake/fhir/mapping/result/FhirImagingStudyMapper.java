package org.parcours.command.intake.fhir.mapping.result;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.firstCoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.order.OrderReferences;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.ImagingStudyStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderStatusReported;
import org.parcours.events.OrderNumbers;

/** Maps an ImagingStudy: that the images exist, of which modality, and their series. */
public final class FhirImagingStudyMapper {

    private final ResourceContext context;
    private final FhirElement study;
    private final OrderNumbers numbers;

    private FhirImagingStudyMapper(ResourceContext context) {
        this.context = context;
        this.study = context.resource();
        this.numbers = OrderReferences.ofReport(
                context,
                OrderReferences.first(context, study.children("basedOn")),
                OrderReferences.accession(context.identity().all()));
    }

    public static List<Fact> facts(ResourceContext context) {
        String status = context.requireText("status");
        return List.of(new FhirImagingStudyMapper(context).fact(status));
    }

    private Fact fact(String status) {
        PatientEvidence patient = context.subject();
        AnnotationsBuilder annotations = keys();
        return switch (status) {
            case "entered-in-error" -> {
                Fact withdrawn = fact(patient, context.reportedTime(), performed());
                context.discardContent();
                yield annotations.annotate(withdrawn).enteredInError();
            }
            // FHIR R4, ImagingStudyStatus: cancelled, no images were obtained; registered, none yet.
            case "cancelled", "registered" -> {
                addDetails(annotations);
                yield annotations.annotate(fact(patient, startedAt(), statusReport(status)));
            }
            default -> {
                addDetails(annotations);
                annotations.detail(
                        DetailKey.RESULT_STATUS, Optional.of(status).filter(code -> !code.equals("available")));
                yield annotations.annotate(fact(patient, startedAt(), performed()));
            }
        };
    }

    private Event performed() {
        Coding examination = examination().orElseThrow(() -> context.missingElement("procedureCode"));
        return new ImagingPerformed(numbers, examination, modalities());
    }

    private Event statusReport(String status) {
        return new ExamOrderStatusReported(
                numbers,
                examination(),
                new Coding(Optional.of(status), Optional.empty(), Optional.of(ImagingStudyStatus.SYSTEM)));
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event event) {
        return context.fact(patient, context.visit(study.child("encounter")), occurredAt, event);
    }

    /** The start of the study, otherwise that of its first series. */
    private OccurrenceTime startedAt() {
        return context.occurredAt(
                context.time("started"),
                study.children("series").stream()
                        .flatMap(series -> context.dateTimes().parse(series.child("started")).stream())
                        .findFirst());
    }

    private Optional<Coding> examination() {
        return firstCoding(study.children("procedureCode")).or(() -> study.text("description")
                .or(() -> ReferenceLabel.of(context, study.child("procedureReference")))
                .or(this::modalities)
                .map(DataTypeMapper::textCoding));
    }

    /** All modalities: {@code CT, SR}. */
    private Optional<String> modalities() {
        return JoinedText.joined(Stream.concat(
                        study.children("modality").stream(),
                        study.children("series").stream().map(series -> series.child("modality")))
                .flatMap(FhirImagingStudyMapper::code));
    }

    private static Stream<String> code(FhirElement coding) {
        coding.text("system");
        Optional<String> display = coding.text("display");
        return coding.text("code").or(() -> display).stream();
    }

    private AnnotationsBuilder keys() {
        List<Identifier> identifiers = context.identity().all();
        return new AnnotationsBuilder(context)
                .keys("filler-order", OrderReferences.ownIdentifiers(identifiers))
                .keys("accession", identifiers);
    }

    private void addDetails(AnnotationsBuilder annotations) {
        annotations
                .detail(DetailKey.PROCEDURE, procedures())
                .detail(DetailKey.REASON, ConceptText.labels(study.children("reasonCode")))
                .detail(DetailKey.REASON, ReferenceLabel.of(context, study.children("reasonReference")))
                .detail(DetailKey.REFERRER, ReferenceLabel.people(context, List.of(study.child("referrer"))))
                .detail(DetailKey.INTERPRETER, ReferenceLabel.people(context, study.children("interpreter")))
                .detail(DetailKey.PLACE, ReferenceLabel.of(context, study.child("location")))
                .detail(DetailKey.OTHER_ORDERS, OrderReferences.others(context, study.children("basedOn")))
                .detail(DetailKey.IMAGES, count())
                .notes(study.children("note"));
        String series = String.join(
                "\n",
                study.children("series").stream()
                        .flatMap(each -> series(each).stream())
                        .toList());
        annotations.detail(DetailKey.SERIES, Optional.of(series).filter(text -> !text.isEmpty()));
    }

    /** What the title does not say. */
    private Optional<String> procedures() {
        Optional<String> title = examination().map(Coding::label);
        return JoinedText.joined(Stream.of(
                        study.children("procedureCode").stream().flatMap(code -> ConceptText.label(code).stream()),
                        study.text("description").stream(),
                        ReferenceLabel.of(context, study.child("procedureReference")).stream())
                .flatMap(texts -> texts)
                .filter(text -> title.filter(text::equals).isEmpty()));
    }

    /** Numbers of series and of images. */
    private Optional<String> count() {
        Optional<String> series = study.text("numberOfSeries");
        Optional<String> images = study.text("numberOfInstances");
        return series.map(number -> number + " × " + images.orElse("?")).or(() -> images);
    }

    /** {@code 2. CT Thorax injecté, Poumon, 120}. */
    private Optional<String> series(FhirElement series) {
        List<String> parts = new ArrayList<>();
        code(series.child("modality")).forEach(parts::add);
        series.text("description").ifPresent(parts::add);
        Stream.of("bodySite", "laterality")
                .flatMap(name -> DataTypeMapper.ofCoding(series.child(name)).stream())
                .map(Coding::label)
                .forEach(parts::add);
        series.text("started").ifPresent(parts::add);
        series.text("numberOfInstances").ifPresent(parts::add);
        for (FhirElement performer : series.children("performer")) {
            Optional<String> role = ConceptText.label(performer.child("function"));
            ReferenceLabel.people(context, List.of(performer.child("actor")))
                    .map(name -> role.map(text -> name + " (" + text + ")").orElse(name))
                    .ifPresent(parts::add);
        }
        ReferenceLabel.of(context, series.children("specimen")).ifPresent(parts::add);
        Optional<String> number = series.text("number");
        return parts.isEmpty() && number.isEmpty()
                ? Optional.empty()
                : Optional.of(number.map(text -> text + ". ").orElse("") + String.join(", ", parts));
    }
}
