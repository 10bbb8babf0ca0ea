package org.parcours.command.intake;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.parcours.events.DerivedIds;
import org.parcours.events.DocumentRef;

/** A document store in memory. */
public final class RecordingDocuments implements Documents {

    private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

    @Override
    public DocumentRef keep(String mediaType, byte[] content, Optional<String> title) {
        String key = DerivedIds.hash(java.util.HexFormat.of().formatHex(content));
        bytes.put(key, content);
        return new DocumentRef(mediaType, key, content.length, title);
    }

    public byte[] bytes(DocumentRef document) {
        return bytes(document.sha256());
    }

    public byte[] bytes(String sha256) {
        return bytes.get(sha256);
    }
}
