package org.parcours.command.intake.fhir.mapping.stay;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.labels;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.list;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.withRemarks;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.FhirTextFormatter;
import org.parcours.command.intake.fhir.mapping.context.PatientClassMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.events.CodedWord;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;

/** The details of an Encounter besides its movements: why, for what, with whom, from where. */
record EncounterDetails(ResourceContext context, EncounterContent content) {

    /** Those that the movements state. */
    private static final Set<String> SHOWN_STATUSES = Set.of("planned", "in-progress", "finished", "cancelled");

    EventAnnotations annotate(EventAnnotations annotations) {
        FhirElement encounter = content.encounter();
        FhirElement hospitalization = encounter.child("hospitalization");
        FhirTextFormatter texts = context.texts();
        return annotations
                .withDetail(DetailKey.STAY_STATUS, status())
                .withDetail(DetailKey.ENCOUNTER_CLASS, classWithoutCounterpart())
                .withDetail(DetailKey.CATEGORY, labels(encounter.children("type")))
                .withDetail(
                        DetailKey.SERVICE,
                        coding(encounter.child("serviceType")).map(Coding::label))
                .withDetail(
                        DetailKey.PRIORITY, coding(encounter.child("priority")).map(Coding::label))
                .withDetail(DetailKey.REASON, reason())
                .withDetail(DetailKey.DIAGNOSES, list(encounter.children("diagnosis"), this::diagnosis))
                .withDetail(DetailKey.PARTICIPANTS, list(encounter.children("participant"), this::participant))
                .withDetail(DetailKey.DURATION, DataTypeMapper.quantityText(encounter.child("length")))
                .withDetail(
                        DetailKey.ADMISSION_SOURCE,
                        coding(hospitalization.child("admitSource")).map(Coding::label))
                .withDetail(DetailKey.ORIGIN, texts.reference(hospitalization.child("origin")))
                .withDetail(
                        DetailKey.PRE_ADMISSION_NUMBER,
                        hospitalization.child("preAdmissionIdentifier").text("value"))
                .withDetail(
                        DetailKey.READMISSION,
                        coding(hospitalization.child("reAdmission")).map(Coding::label))
                .withDetail(DetailKey.DIET, labels(hospitalization.children("dietPreference")))
                .withDetail(DetailKey.ARRANGEMENTS, arrangements(hospitalization))
                .withDetail(DetailKey.ORGANIZATION, organization())
                .withDetail(DetailKey.PLACES, list(new EncounterMovements(context, content).otherPlaces(), this::place))
                .withDetail(DetailKey.PLACE_SINCE, placeSince())
                .withDetail(DetailKey.PLACE_UNTIL, placeUntil())
                .withDetail(DetailKey.STATUS_HISTORY, list(encounter.children("statusHistory"), this::formerStatus))
                .withDetail(DetailKey.EPISODE, list(encounter.children("episodeOfCare"), texts::reference))
                .withDetail(DetailKey.ACCOUNT, list(encounter.children("account"), texts::reference))
                .withDetail(DetailKey.ORDER, list(encounter.children("basedOn"), texts::reference))
                .withDetail(DetailKey.APPOINTMENT, list(encounter.children("appointment"), texts::reference))
                .withDetail(DetailKey.PART_OF, partOf());
    }

    /** How and where to the patient left: at the discharge, or at the stay where none is reported. */
    EventAnnotations annotateDischarge(EventAnnotations annotations) {
        FhirElement hospitalization = content.encounter().child("hospitalization");
        return annotations
                .withDetail(
                        DetailKey.DISCHARGE_DISPOSITION,
                        coding(hospitalization.child("dischargeDisposition")).map(Coding::label))
                .withDetail(DetailKey.DESTINATION, context.texts().reference(hospitalization.child("destination")));
    }

    private Optional<String> status() {
        return content.encounter().text("status").filter(status -> !SHOWN_STATUSES.contains(status));
    }

    /** The classes, also former ones, that HL7 table 0004 does not have, or that began at another time than the stay. */
    private Optional<String> classWithoutCounterpart() {
        Stream<Optional<String>> former =
                content.encounter().children("classHistory").stream().map(this::formerClass);
        return JoinedText.joined(
                Stream.concat(former, Stream.of(otherClass(content.encounter().child("class"))))
                        .flatMap(Optional::stream));
    }

    private Optional<String> formerClass(FhirElement history) {
        Optional<String> period = context.texts().period(history.child("period"));
        return otherClass(history.child("class"))
                .or(() -> Optional.of(history)
                        .filter(this::beginsAtAnotherTime)
                        .flatMap(each -> DataTypeMapper.ofCoding(each.child("class")))
                        .map(Coding::label))
                .flatMap(name -> withRemarks(Optional.of(name), Stream.of(period)));
    }

    /** The start of the first class is that of the stay, the others are events of their own. */
    private boolean beginsAtAnotherTime(FhirElement history) {
        boolean first = content.encounter().children("classHistory").getFirst().equals(history);
        Optional<ReportedTime> start = context.dateTimes().start(history.child("period"));
        return first && start.isPresent() && !start.equals(content.start());
    }

    private static Optional<String> otherClass(FhirElement encounterClass) {
        return PatientClassMapper.patientClass(encounterClass).isPresent()
                ? Optional.empty()
                : DataTypeMapper.ofCoding(encounterClass).map(Coding::label);
    }

    private Optional<String> reason() {
        return JoinedText.joined(Stream.concat(
                labels(content.encounter().children("reasonCode")).stream(),
                list(content.encounter().children("reasonReference"), context.texts()::reference).stream()));
    }

    private Optional<String> diagnosis(FhirElement diagnosis) {
        return withRemarks(
                context.texts().reference(diagnosis.child("condition")),
                Stream.of(
                        coding(diagnosis.child("use")).map(Coding::label),
                        diagnosis.text("rank").map(rank -> CodedWord.of("number") + rank)));
    }

    /** Also the doctor, unless the event says all of it. */
    private Optional<String> participant(FhirElement participant) {
        Optional<String> period = context.texts().period(participant.child("period"));
        boolean isDoctor = content.doctorElement().filter(participant::equals).isPresent();
        if (isDoctor
                && (period.isEmpty()
                        || period.equals(
                                context.texts().period(content.encounter().child("period"))))) {
            return Optional.empty();
        }
        return withRemarks(
                context.texts().reference(participant.child("individual")),
                Stream.of(labels(participant.children("type")), period));
    }

    private static Optional<String> arrangements(FhirElement hospitalization) {
        return JoinedText.joined(Stream.concat(
                labels(hospitalization.children("specialCourtesy")).stream(),
                labels(hospitalization.children("specialArrangement")).stream()));
    }

    /** The provider, unless it stands for the place. */
    private Optional<String> organization() {
        return content.encounter().children("location").isEmpty()
                ? Optional.empty()
                : context.texts().reference(content.encounter().child("serviceProvider"));
    }

    private Optional<String> place(FhirElement location) {
        return withRemarks(
                context.location(location.child("location")).map(Object::toString),
                Stream.of(
                        location.text("status").map(code -> CodedWord.of("code." + code)),
                        context.texts().period(location.child("period"))));
    }

    private Optional<String> placeSince() {
        return admissionPlace()
                .flatMap(location -> context.dateTimes().start(location.child("period")))
                .map(ReportedTime::value)
                .filter(since -> content.start()
                        .filter(start -> start.value().equals(since))
                        .isEmpty())
                .map(PartialDateTime::text);
    }

    private Optional<String> placeUntil() {
        return admissionPlace()
                .flatMap(location -> context.dateTimes().end(location.child("period")))
                .map(ReportedTime::value)
                .map(PartialDateTime::text);
    }

    private Optional<FhirElement> admissionPlace() {
        return new EncounterMovements(context, content).admissionPlace();
    }

    private Optional<String> formerStatus(FhirElement history) {
        return withRemarks(
                history.text("status").map(code -> CodedWord.of("code." + code)),
                Stream.of(context.texts().period(history.child("period"))));
    }

    /** Of an Encounter that is part of something which the reference does not identify. */
    private Optional<String> partOf() {
        return content.part()
                ? Optional.empty()
                : context.texts().reference(content.encounter().child("partOf"));
    }
}
