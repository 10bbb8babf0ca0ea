/**
 * The adapter for MongoDB: a commit is a document, its sequence the {@code _id}, and the insert the conflict check.
 * There are no multi-document transactions. {@code MongoCommitStore} has the rules that make it correct on a replica
 * set; it uses the port {@code CommitCollection}, implemented by the driver ({@code DriverCommitCollection}) and, in
 * tests, by a simulated replica set.
 */
@NullMarked
package org.parcours.command.eventlog.mongo;

import org.jspecify.annotations.NullMarked;
