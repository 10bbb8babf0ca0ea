package org.parcours.query.store;

import java.util.List;
import java.util.Optional;

/** A database with generations of views. */
public interface ViewStore extends AutoCloseable {

    /** @param version of the format of the documents; {@code current}: readers use it */
    record GenerationInfo(long number, String version, boolean current, ViewProgress progress) {}

    List<GenerationInfo> generations();

    /** The generation that readers of a version use. */
    Optional<ViewGeneration> current(String version);

    /** The generation of this number, whatever its version. */
    Optional<ViewGeneration> generation(long number);

    /** A new and empty generation. */
    ViewGeneration create(String version);

    /** Makes it the generation that readers of its version use, in one step. */
    void makeCurrent(ViewGeneration generation);

    void delete(long generation);

    /** The database as text for logs and health, without a password. */
    String describe();

    /** That a damage was found since the store was opened, which only another file can end. */
    default Optional<DamagedViewStoreException> damage() {
        return Optional.empty();
    }

    @Override
    void close();
}
