package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parcours.command.intake.Fact;

/** Which message tells what: domain.md's table. A type and trigger that is not here is unmapped. */
public final class Mappings {

    private final Map<String, Mapping> byType = new TreeMap<>();

    public Mappings() {
        Mapping movements = new Movements();
        Movements.TOLD_BY.keySet().forEach(trigger -> byType.put("ADT^" + trigger, movements));
        Movements.CANCELLED_BY.keySet().forEach(trigger -> byType.put("ADT^" + trigger, movements));
        byType.put("ADT^Z99", movements);
    }

    /** Empty where nobody here knows the type; an empty list where this message of it tells nothing to track. */
    public Optional<List<Fact>> facts(String type, Told told) {
        return Optional.ofNullable(byType.get(type)).map(mapping -> mapping.facts(told));
    }
}
