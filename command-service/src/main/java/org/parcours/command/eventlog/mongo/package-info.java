/**
 * The adapter for MongoDB: a commit is a document, its sequence the {@code _id}, the insert the check. No multi-document
 * transaction. The rules that make it right on a replica set are in {@code MongoCommitStore}; what they rest on is the
 * port {@code Slots}, which the driver implements ({@code DriverSlots}) and, in the tests, a simulated replica set.
 */
@NullMarked
package org.parcours.command.eventlog.mongo;

import org.jspecify.annotations.NullMarked;
