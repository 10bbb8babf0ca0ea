package org.parcours.command.intake.fhir.resource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.events.Identifier;

/**
 * By what a resource is known.
 *
 * @param business its business identifiers, and the one of a conditional create or update
 * @param ids its id within its server, and within its sender; none where the id means something inside its message only
 * @param content identifies a resource without either by what it contains: the same content sent again is the same thing
 */
public record ResourceIdentity(List<Identifier> business, List<Identifier> ids, Optional<Identifier> content) {

    public ResourceIdentity {
        business = List.copyOf(business);
        ids = List.copyOf(ids);
    }

    /** All of them, the business identifiers first. */
    public List<Identifier> all() {
        Set<Identifier> all = new LinkedHashSet<>(business);
        all.addAll(ids);
        content.ifPresent(all::add);
        return List.copyOf(all);
    }

    /** Those that other resources and messages may contain too. */
    public List<Identifier> lasting() {
        return Stream.concat(business.stream(), ids.stream()).distinct().toList();
    }
}
