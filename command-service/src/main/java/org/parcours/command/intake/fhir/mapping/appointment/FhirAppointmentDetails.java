package org.parcours.command.intake.fhir.mapping.appointment;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.labels;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.list;
import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.withRemarks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.FhirTextFormatter;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;

/** The details of an Appointment besides its plan: status, all that takes part, reasons, instructions. */
record FhirAppointmentDetails(ResourceContext context) {

    /** Wanted, and not agreed upon yet. What follows a booking is an event of its own. */
    private static final Set<String> NOT_BOOKED = Set.of("proposed", "pending", "waitlist");

    EventAnnotations annotate(EventAnnotations annotations) {
        FhirElement appointment = context.resource();
        FhirTextFormatter texts = context.texts();
        List<String> notes = Stream.of("description", "comment")
                .flatMap(element -> appointment.text(element).stream())
                .toList();
        return annotations
                .withNotes(notes)
                .withDetail(
                        DetailKey.APPOINTMENT_STATUS, appointment.text("status").filter(NOT_BOOKED::contains))
                .withDetail(DetailKey.RESOURCES, list(appointment.children("participant"), this::participant))
                .withDetail(DetailKey.REASON, reason())
                .withDetail(DetailKey.CATEGORY, category())
                .withDetail(DetailKey.SERVICE, service())
                .withDetail(DetailKey.PRIORITY, appointment.text("priority"))
                .withDetail(
                        DetailKey.DURATION, appointment.text("minutesDuration").map(minutes -> minutes + " min"))
                .withDetail(DetailKey.REQUESTED_TIMES, list(appointment.children("requestedPeriod"), texts::period))
                .withDetail(DetailKey.INSTRUCTIONS, appointment.text("patientInstruction"))
                .withDetail(DetailKey.SLOT, list(appointment.children("slot"), texts::reference))
                .withDetail(
                        DetailKey.SUPPORTING_INFORMATION,
                        list(appointment.children("supportingInformation"), texts::reference))
                .withDetail(DetailKey.ORDER, list(appointment.children("basedOn"), texts::reference));
    }

    /** With the role, the answer where it is not a yes, and whether the participant may be absent. */
    private Optional<String> participant(FhirElement participant) {
        FhirElement actor = participant.child("actor");
        Optional<String> remarks = withRemarks(
                Optional.empty(),
                Stream.of(
                        labels(participant.children("type")),
                        participant.text("status").filter(status -> !status.equals("accepted")),
                        participant.text("required"),
                        context.texts().period(participant.child("period"))));
        boolean isPatient =
                context.references().typeOf(actor).filter("Patient"::equals).isPresent();
        if (isPatient) {
            // Whose page it is: only what is said of the patient's part.
            return remarks.flatMap(all -> withRemarks(Optional.of("patient"), Stream.of(Optional.of(all))));
        }
        return withRemarks(context.texts().reference(actor), Stream.of(remarks));
    }

    private Optional<String> reason() {
        FhirElement appointment = context.resource();
        return JoinedText.joined(Stream.concat(
                labels(appointment.children("reasonCode")).stream(),
                list(appointment.children("reasonReference"), context.texts()::reference).stream()));
    }

    private Optional<String> category() {
        FhirElement appointment = context.resource();
        return JoinedText.joined(Stream.of(
                        labels(appointment.children("serviceCategory")),
                        coding(appointment.child("appointmentType")).map(Coding::label))
                .flatMap(Optional::stream));
    }

    private Optional<String> service() {
        FhirElement appointment = context.resource();
        return JoinedText.joined(
                Stream.of(labels(appointment.children("serviceType")), labels(appointment.children("specialty")))
                        .flatMap(Optional::stream));
    }
}
