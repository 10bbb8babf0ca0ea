package org.parcours.query.store.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parcours.query.store.StoredDocument;

/** The id and the texts of a document whose columns cannot hold them as they are, as UTF-16. */
final class OriginalTexts {

    private static final int ONE = -1;

    private OriginalTexts() {}

    static byte[] encode(StoredDocument document) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out, document.id());
            for (var key : document.keys().entrySet()) {
                if (key.getValue() instanceof String text) {
                    write(out, key.getKey());
                    out.writeInt(ONE);
                    write(out, text);
                } else if (key.getValue() instanceof List<?>) {
                    var texts = document.texts(key.getKey());
                    write(out, key.getKey());
                    out.writeInt(texts.size());
                    for (var text : texts) {
                        write(out, text);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The document with its original texts. */
    static StoredDocument restore(StoredDocument stored, byte[] originals) {
        try (var in = new DataInputStream(new ByteArrayInputStream(originals))) {
            var id = readText(in);
            Map<String, Object> keys = new HashMap<>(stored.keys());
            while (in.available() > 0) {
                var key = readText(in);
                int size = in.readInt();
                if (size == ONE) {
                    keys.put(key, readText(in));
                } else {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < size; i++) {
                        texts.add(readText(in));
                    }
                    keys.put(key, texts);
                }
            }
            return new StoredDocument(id, keys, stored.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }

    private static String readText(DataInputStream in) throws IOException {
        var characters = new char[in.readInt()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = in.readChar();
        }
        return new String(characters);
    }
}
