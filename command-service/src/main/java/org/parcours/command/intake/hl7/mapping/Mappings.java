package org.parcours.command.intake.hl7.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;

/** Which message tells what: domain.md's table. A type and trigger that is not here is unmapped. */
public final class Mappings {

    private record Type(String family, String trigger) {}

    public static final Mappings STANDARD = new Mappings();

    private final Map<Type, Mapping> byType = new HashMap<>();

    private Mappings() {
        Movements.TOLD_BY.keySet().stream()
                .filter(trigger -> !trigger.equals("A04"))
                .forEach(trigger -> when(Movements::facts, "ADT^" + trigger));
        when(Appointments::registered, "ADT^A04");
        Movements.CANCELLED_BY.keySet().forEach(trigger -> when(Movements::facts, "ADT^" + trigger));
        when(Movements::facts, "ADT^Z99");
        // PAM France does without A08; elsewhere it says who the patient is, and corrects a movement where it names
        // one.
        when(
                told -> Stream.concat(
                                Identities.updated(told).stream(),
                                told.message().has("ZBE") ? Movements.facts(told).stream() : Stream.<Fact>empty())
                        .toList(),
                "ADT^A08");

        when(Identities::registered, "ADT^A28");
        when(Identities::updated, "ADT^A31", "ADT^A46", "ADT^A47");
        when(Identities::merged, "ADT^A18", "ADT^A34", "ADT^A36", "ADT^A39", "ADT^A40");
        when(Identities::unmerged, "ADT^A37");
        when(Identities::reassigned, "ADT^A44", "ADT^A45");

        when(Appointments::arrived, "ADT^A10");
        when(Appointments::booked, "SIU^S12");
        when(Appointments::rescheduled, "SIU^S13", "SIU^S14");
        when(Appointments::cancelled, "SIU^S15", "SIU^S17");
        when(Appointments::missed, "SIU^S26");

        when(Orders::facts, "ORM^O01", "OMG^O19", "OML^O21", "OML^O33", "OML^O35", "OMI^O23");
        when(Results::facts, "ORU^R01", "ORU^R30", "ORU^R31", "ORU^R32", "ORU^R40");
        when(Specimens::unsolicited, "OUL^R21", "OUL^R22", "OUL^R23", "OUL^R24");

        whenDocument(Letters::issued, "MDM^T01", "MDM^T02", "MDM^T05", "MDM^T06");
        whenDocument(Letters::replaced, "MDM^T07", "MDM^T08", "MDM^T09", "MDM^T10");
        whenDocument(Letters::statusChanged, "MDM^T03", "MDM^T04");
        whenDocument(Letters::withdrawn, "MDM^T11");

        when(Medications::prescribed, "OMP^O09", "RDE^O01", "RDE^O11", "RDE^O25");
        when(Medications::dispensed, "RDS^O01", "RDS^O13");
        when(Medications::administered, "RAS^O01", "RAS^O17");
    }

    /** Empty where nobody here knows the type; an empty list where this message of it tells nothing to track. */
    Optional<List<Fact>> facts(String family, Told told) {
        return Optional.ofNullable(byType.get(new Type(family, told.trigger()))).map(mapping -> mapping.facts(told));
    }

    /** The same where one of the hospital's own rules does not say otherwise; the first that is about the message counts. */
    public Optional<List<Fact>> facts(String family, Told told, List<Hl7Rule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.facts(family, told, this).stream())
                .findFirst()
                .or(() -> facts(family, told));
    }

    boolean know(String family, String trigger) {
        return byType.containsKey(new Type(family, trigger));
    }

    /** A report of imaging belongs to its order, whichever message brings it. */
    private void whenDocument(Mapping letter, String... types) {
        when(told -> Reports.isOfImaging(told) ? Reports.facts(told) : letter.facts(told), types);
    }

    private void when(Mapping mapping, String... types) {
        for (String type : types) {
            String[] parts = type.split("\\^");
            if (byType.put(new Type(parts[0], parts[1]), mapping) != null) {
                throw new IllegalStateException("Mapped twice: " + type);
            }
        }
    }
}
