package org.parcours.command.intake.fhir.mapping.result;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.firstCoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.attachment.StoredAttachments;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.order.OrderReferences;
import org.parcours.command.intake.fhir.mapping.order.ResultClassifier;
import org.parcours.command.intake.fhir.mapping.order.SpecimenDescription;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.Visit;

/** Maps a DiagnosticReport with the Observations that it refers to. */
public final class FhirReportMapper {

    private final ResourceContext context;
    private final FhirElement report;
    private final OrderNumbers numbers;
    private final Coding examination;
    private final boolean imaging;

    private FhirReportMapper(ResourceContext context) {
        this.context = context;
        this.report = context.resource();
        this.examination = coding(report.child("code"))
                .or(() -> firstCoding(report.children("category")))
                .orElseThrow(() -> context.missingElement("code"));
        this.numbers =
                OrderReferences.ofReport(context, OrderReferences.first(context, report.children("basedOn")), study());
        this.imaging = new ResultClassifier(context, report).isImaging();
    }

    public static List<Fact> facts(ResourceContext context) {
        ResultState state = ResultState.of(context.requireText("status"));
        return List.of(new FhirReportMapper(context).fact(state));
    }

    private Fact fact(ResultState state) {
        PatientEvidence patient = context.subject();
        ResultEvents events = new ResultEvents(numbers, examination, imaging);
        return switch (state) {
            case ENTERED_IN_ERROR -> {
                Fact withdrawn =
                        fact(patient, context.reportedTime(), events.result(state, List.of(), Optional.empty()));
                context.discardContent();
                yield keys().annotate(withdrawn).enteredInError();
            }
            case CANCELLED -> {
                Optional<Coding> reason = report.text("conclusion").map(DataTypeMapper::textCoding);
                Fact cancelled = fact(
                        patient, ResultTimes.of(context, Optional.empty()).occurredAt(), events.cancellation(reason));
                context.discardContent();
                yield keys().annotate(cancelled);
            }
            case REGISTERED, PRELIMINARY, FINAL, AMENDED, UNKNOWN -> reportFact(patient, state, events);
        };
    }

    private Fact reportFact(PatientEvidence patient, ResultState state, ResultEvents events) {
        AnnotationsBuilder annotations = keys();
        SpecimenDescription.addReferenced(context, report.children("specimen"), annotations);
        Optional<String> performer = ReferenceLabel.people(context, report.children("performer"));
        ObservationValueMapper mapper = new ObservationValueMapper(
                context,
                examination,
                context.start("effective"),
                Stream.concat(performer.stream(), ReferenceLabel.of(context, report.children("specimen")).stream())
                        .toList());
        List<Observation> values = new ArrayList<>(mapper.mapResults(report.children("result")));
        values.addAll(conclusions());
        StoredAttachments documents = new ReportDocuments(context, annotations).store(examination.label());
        annotations
                .keys("filler-order", mapper.identifiers())
                .detail(DetailKey.RESULT_STATUS, ResultState.toShow(report))
                .detail(DetailKey.PERFORMER, performer)
                .detail(DetailKey.INTERPRETER, ReferenceLabel.people(context, report.children("resultsInterpreter")))
                .detail(DetailKey.CATEGORY, category())
                .detail(DetailKey.MISSING_RESULTS, mapper.missing())
                .detail(DetailKey.OTHER_ORDERS, OrderReferences.others(context, report.children("basedOn")))
                .detail(DetailKey.IMAGES, otherStudies());
        ResultTimes times = ResultTimes.of(context, collectedAt());
        times.addTo(annotations);
        Optional<DocumentRef> main = documents.main();
        boolean isAnnounced = state == ResultState.REGISTERED && values.isEmpty() && main.isEmpty();
        Event event = isAnnounced ? events.announcement() : events.result(state, values, main);
        return documents.annotate(annotations.annotate(fact(patient, times.occurredAt(), event)));
    }

    private Fact fact(PatientEvidence patient, OccurrenceTime occurredAt, Event event) {
        Optional<Visit> visit = context.visit(report.child("encounter"));
        return context.fact(patient, visit, occurredAt, event);
    }

    private AnnotationsBuilder keys() {
        return new AnnotationsBuilder(context)
                .keys(
                        "filler-order",
                        OrderReferences.ownIdentifiers(context.identity().all()));
    }

    /** The conclusion, and the coded ones that it does not say. */
    private List<Observation> conclusions() {
        Optional<String> text = report.rawText("conclusion").map(String::strip);
        Stream<String> codes = report.children("conclusionCode").stream()
                .flatMap(code -> ConceptText.fullText(code).stream())
                .filter(code -> text.filter(stated -> stated.contains(code)).isEmpty());
        ObservationTextLimiter limiter = new ObservationTextLimiter(
                context.documents(), context.settings().maxText());
        return Stream.concat(text.stream(), codes)
                .map(value -> limiter.limit(new Observation(
                        DataTypeMapper.textCoding("Conclusion"),
                        value,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .toList();
    }

    /** The section, unless it is the examination's own name. */
    private Optional<String> category() {
        return ConceptText.labels(report.children("category")).filter(label -> !label.equals(examination.label()));
    }

    private Optional<Identifier> study() {
        return report.children("imagingStudy").stream()
                .flatMap(study -> OrderReferences.accession(context.identifiersOf(study)).stream())
                .findFirst();
    }

    private Optional<String> otherStudies() {
        List<FhirElement> studies = report.children("imagingStudy");
        return ReferenceLabel.of(context, studies.size() > 1 ? studies.subList(1, studies.size()) : List.of());
    }

    /** When the first specimen was collected, or the first value observed. */
    private Optional<ReportedTime> collectedAt() {
        return report.children("specimen").stream()
                .flatMap(reference -> context.resolve(reference, "Specimen").stream())
                .flatMap(specimen -> new SpecimenDescription(context, specimen).collectedAt().stream())
                .findFirst()
                .or(() -> report.children("result").stream()
                        .flatMap(result -> context.resolve(result, "Observation").stream())
                        .flatMap(value -> context.dateTimes().start(value.child("effective")).stream())
                        .findFirst());
    }
}
