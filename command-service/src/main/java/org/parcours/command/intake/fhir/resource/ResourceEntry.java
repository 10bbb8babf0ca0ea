package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.message.Rejection;

/**
 * One resource of a message: the only one, or an entry of a Bundle.
 *
 * @param index its position in the Bundle, from 0
 * @param path its FHIRPath: {@code Bundle.entry[3].resource} or {@code Patient}
 * @param bytes of this resource alone; empty where the entry has none
 */
public record ResourceEntry(int index, String path, Content content, Optional<String> fullUrl, byte[] bytes) {

    public sealed interface Content {}

    public record ReadableContent(Resource resource) implements Content {}

    public record UnreadableContent(Rejection rejection) implements Content {}

    public Optional<Resource> resource() {
        return content instanceof ReadableContent(Resource resource) ? Optional.of(resource) : Optional.empty();
    }

    /** Empty also where the resource is of another type. */
    public <R extends Resource> Optional<R> resource(Class<R> type) {
        return resource().filter(type::isInstance).map(type::cast);
    }
}
