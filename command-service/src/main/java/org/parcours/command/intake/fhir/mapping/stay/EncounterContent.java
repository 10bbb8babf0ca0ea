package org.parcours.command.intake.fhir.mapping.stay;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.PeriodCheck;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.VisitMapper;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.MovementReference;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent;
import org.parcours.events.Visit;

/** What the facts of an Encounter have in common: its patient, stay, start and doctor. */
record EncounterContent(
        ResourceContext context, PatientEvidence patient, Visit visit, Optional<ReportedTime> start, boolean part) {

    /** v3 ParticipationType: attender, primary performer, admitter. */
    private static final List<String> DOCTOR_ROLES = List.of("ATND", "PPRF", "ADM");

    private static final String ESTIMATED_END = "estimated-discharge-date";

    static EncounterContent of(ResourceContext context) {
        VisitMapper visits = new VisitMapper(context);
        return new EncounterContent(
                context,
                context.subject(),
                visits.ofEncounter(context.resource()),
                context.start("period"),
                visits.isPart(context.resource()));
    }

    FhirElement encounter() {
        return context.resource();
    }

    OccurrenceTime startedAt() {
        return context.occurredAt(start);
    }

    Fact fact(OccurrenceTime occurredAt, StayEvent event) {
        return context.fact(patient, Optional.of(event.visit()), occurredAt, event);
    }

    /** With the details of the Encounter as a whole. */
    Fact described(Fact fact) {
        EncounterDetails details = new EncounterDetails(context, this);
        boolean ends = fact.event() instanceof StayEvent.PatientDischarged;
        EventAnnotations annotations = details.annotate(fact.annotations());
        boolean hasOwnDischarge =
                encounter().text("status").filter("finished"::equals).isPresent() && !part && !ends;
        Fact described = fact.withAnnotations((hasOwnDischarge ? annotations : details.annotateDischarge(annotations))
                .asWholeState(!part && context.references().isWholeState(encounter())));
        for (FhirElement place : new EncounterMovements(context, this).placesWithoutTransfer()) {
            described = PeriodCheck.check(context, place, described);
        }
        return described;
    }

    Fact dischargeDetails(Fact fact) {
        return fact.withAnnotations(new EncounterDetails(context, this).annotateDischarge(fact.annotations()));
    }

    /** A movement's identifier is derived from the stay's, so it is stable. */
    Optional<MovementReference> movement(String name) {
        Identifier stay = visit.number().orElseThrow();
        return Optional.of(new MovementReference(
                Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
    }

    /** FR Core: the expected end as an extension. */
    Optional<ReportedTime> estimatedEnd() {
        return encounter().extensions(url -> url.endsWith(ESTIMATED_END)).stream()
                .flatMap(extension -> context.dateTimes().parse(extension.child("value")).stream())
                .findFirst();
    }

    Optional<Practitioner> doctor() {
        return doctorElement().flatMap(participant -> context.practitioner(participant.child("individual")));
    }

    /** The attending doctor at the start, otherwise a participant without a role. */
    Optional<FhirElement> doctorElement() {
        List<FhirElement> participants = encounter().children("participant");
        return DOCTOR_ROLES.stream()
                .flatMap(role -> participants.stream()
                        .filter(participant -> DataTypeMapper.hasCode(participant.children("type"), Set.of(role))))
                .findFirst()
                .or(() -> participants.stream()
                        .filter(participant -> participant.children("type").isEmpty() && !isRelative(participant))
                        .findFirst());
    }

    private boolean isRelative(FhirElement participant) {
        return context.references()
                .typeOf(participant.child("individual"))
                .filter("RelatedPerson"::equals)
                .isPresent();
    }
}
