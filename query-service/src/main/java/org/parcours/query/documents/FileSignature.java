package org.parcours.query.documents;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Formats that a browser shows and whose documents always begin alike. */
enum FileSignature {
    PDF("application/pdf"),
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp"),
    BMP("image/bmp"),
    RTF("application/rtf");

    /** Readers of PDF accept that much before its beginning. */
    private static final int PDF_START = 1024;

    private final String mediaType;

    FileSignature(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    boolean isImage() {
        return mediaType.startsWith("image/");
    }

    static Optional<FileSignature> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, PDF_START), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        if (start.startsWith("{\\rtf")) {
            return Optional.of(RTF);
        }
        if (start.startsWith("BM")) {
            return Optional.of(BMP);
        }
        return start.contains("%PDF-") ? Optional.of(PDF) : Optional.empty();
    }
}
