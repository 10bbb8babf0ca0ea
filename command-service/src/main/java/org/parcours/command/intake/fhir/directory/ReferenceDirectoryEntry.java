package org.parcours.command.intake.fhir.directory;

/**
 * What is kept of a resource.
 *
 * @param resource the elements that references show, as FHIR JSON
 * @param updatedAt {@code meta.lastUpdated}, in milliseconds since 1970; 0 where the resource does not state it
 * @param version {@code meta.versionId} where it is a number, otherwise 0
 */
public record ReferenceDirectoryEntry(String resource, long updatedAt, long version) {

    /** A resource that does not state its version is as new as its message. */
    boolean isOlderThan(ReferenceDirectoryEntry known) {
        if (updatedAt > 0 && known.updatedAt > 0 && updatedAt != known.updatedAt) {
            return updatedAt < known.updatedAt;
        }
        return version > 0 && known.version > 0 && version < known.version;
    }
}
