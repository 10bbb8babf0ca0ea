package org.parcours.command.store;

import java.util.List;
import java.util.Optional;

/** Bytes that are stored with their SHA-256, to be verified. */
public interface HashedContents {

    /** @param id of the content in its store, by which pages are ordered */
    record Content(String id, Hash hash) {}

    /**
     * A page of the contents, in the order of their ids; empty after the last one.
     *
     * @param after only contents with a greater id
     */
    List<Content> contents(Optional<String> after, int limit);

    /** The bytes as stored, unchecked; empty if they are missing. */
    Optional<byte[]> storedBytes(Content content);
}
