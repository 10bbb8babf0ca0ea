package org.parcours.command.intake.fhir.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.DerivedIds;
import org.parcours.events.Identifier;

/**
 * What each application reported of its places, people and organisations, by their identifiers: an Encounter refers to a
 * Location that its sender may have sent months ago (FHIR R4, 8.7). What another process stores is found within a minute.
 */
public final class ReferenceDirectory {

    private static final int MAX_CACHED = 20_000;
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final ReferenceDirectoryStore store;
    private final Cache<String, Optional<ReferenceDirectoryEntry>> cache = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(MAX_AGE)
            .build();

    public ReferenceDirectory(ReferenceDirectoryStore store) {
        this.store = store;
    }

    /** For {@code $validate}: finds the same and keeps nothing. */
    public ReferenceDirectory readOnly() {
        return new ReferenceDirectory(new ReferenceDirectoryStore() {
            @Override
            public Optional<ReferenceDirectoryEntry> find(String key) {
                return store.find(key);
            }

            @Override
            public void save(Map<String, ReferenceDirectoryEntry> entries) {}
        });
    }

    /** Finds nothing and keeps nothing. */
    public static ReferenceDirectory none() {
        return new ReferenceDirectory(new ReferenceDirectoryStore() {
            @Override
            public Optional<ReferenceDirectoryEntry> find(String key) {
                return Optional.empty();
            }

            @Override
            public void save(Map<String, ReferenceDirectoryEntry> entries) {}
        });
    }

    /** The FHIR JSON of the resource of that type that the application reported with one of the identifiers. */
    public Optional<String> find(String application, String type, List<Identifier> identifiers) {
        return identifiers.stream()
                .flatMap(identifier -> find(key(application, type, identifier)).stream())
                .map(ReferenceDirectoryEntry::resource)
                .findFirst();
    }

    private Optional<ReferenceDirectoryEntry> find(String key) {
        return cache.get(key, store::find);
    }

    /** Keeps what is new; an older version replaces nothing. */
    public void save(Map<String, ReferenceDirectoryEntry> entries) {
        Map<String, ReferenceDirectoryEntry> changed = new HashMap<>();
        entries.forEach((key, entry) -> {
            Optional<ReferenceDirectoryEntry> known = find(key);
            if (known.filter(other -> other.equals(entry) || entry.isOlderThan(other))
                    .isEmpty()) {
                changed.put(key, entry);
            }
        });
        if (!changed.isEmpty()) {
            store.save(changed);
            cache.invalidateAll(changed.keySet());
        }
    }

    /** A hash: its length is bounded. */
    public static String key(String application, String type, Identifier identifier) {
        return DerivedIds.hash("fhir-directory", application, type, identifier.system(), identifier.value());
    }
}
