package org.parcours.command.documents;

/** @param bytes whose SHA-256 is the ref's hash; not to be changed by who reads them */
public record Document(DocumentRef ref, byte[] bytes) {}
