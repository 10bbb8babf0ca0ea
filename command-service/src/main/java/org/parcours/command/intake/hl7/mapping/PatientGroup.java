package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;

/** The parts of a message that concern one patient each: a PID, and the segments up to the next PID. */
public final class PatientGroup {

    /** These types contain several patients, each with the segments after its PID (PATIENT_RESULT of ORU, A17, …). */
    private static final Set<String> REPEATED_PATIENT_CODES =
            Set.of("ORU", "OUL", "ORM", "OMG", "OML", "OMI", "OMP", "RDE", "RDS", "RAS", "RGV", "VXU");

    private static final Set<String> REPEATED_PATIENT_TYPES = Set.of("ADT^A17");

    /** Some senders leave RGS out. */
    private static final Set<String> RESOURCES = Set.of("RGS", "AIS", "AIG", "AIL", "AIP");

    private PatientGroup() {}

    /**
     * The message of each patient: the segments before the first PID, and the patient's own.
     *
     * @throws org.parcours.command.message.RejectionException naming the second PID, where the type has one patient
     */
    public static List<Hl7Message> split(Hl7Message message, String messageCode, String trigger) {
        List<Hl7Segment> segments = message.segments();
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).is("PID")) {
                starts.add(i);
            }
        }
        if (starts.size() < 2 || isPairOfPatients(message)) {
            return List.of(message);
        }
        if (messageCode.equals("SIU")) {
            return splitScheduling(message, starts);
        }
        if (!REPEATED_PATIENT_CODES.contains(messageCode)
                && !REPEATED_PATIENT_TYPES.contains(messageCode + "^" + trigger)) {
            throw Hl7RejectionCode.SECOND_PATIENT.exceptionAt("PID[2]");
        }
        List<Hl7Message> groups = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : segments.size();
            groups.add(part(message, starts.getFirst(), starts.get(i), end, segments.size()));
        }
        return groups;
    }

    /** Flags a swap of beds (A17) without a second patient. */
    public static List<Fact> checkSwap(String trigger, List<Fact> facts) {
        long patients = facts.stream()
                .map(fact -> fact.patient().identifiers().getFirst())
                .distinct()
                .count();
        return trigger.equals("A17") && patients < 2
                ? facts.stream()
                        .map(fact -> fact.withAnomalies(List.of(Anomaly.of(Anomaly.Code.SWAP_OF_ONE_PATIENT))))
                        .toList()
                : facts;
    }

    /** A message with MRG, and an A37, name two patients by design. */
    private static boolean isPairOfPatients(Hl7Message message) {
        return message.hasSegment("MRG")
                || message.segment("EVN").text(1).equals("A37")
                || message.header().field(9).text(2).equals("A37");
    }

    /** SIU: SCH, the patients, then the resources, which all patients share. */
    private static List<Hl7Message> splitScheduling(Hl7Message message, List<Integer> starts) {
        List<Hl7Segment> segments = message.segments();
        int resources = starts.getLast() + 1;
        while (resources < segments.size()
                && !RESOURCES.contains(segments.get(resources).name())) {
            resources++;
        }
        List<Hl7Message> groups = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : resources;
            groups.add(part(message, starts.getFirst(), starts.get(i), end, resources));
        }
        return groups;
    }

    private static Hl7Message part(Hl7Message message, int leading, int from, int to, int trailing) {
        List<Hl7Segment> segments = message.segments();
        List<Hl7Segment> part = new ArrayList<>(segments.subList(0, leading));
        part.addAll(segments.subList(from, to));
        part.addAll(segments.subList(trailing, segments.size()));
        return message.withSegments(part);
    }
}
