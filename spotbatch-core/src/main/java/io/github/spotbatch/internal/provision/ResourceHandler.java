package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequest;

/** All that is done with one kind of resource. */
interface ResourceHandler {

  ResourceKind kind();

  /** Reads what is owned; what takes several calls takes them side by side. */
  CompletableFuture<List<Owned>> owned(Ownership ownership);

  /**
   * Looks at the place of a planned resource, whoever owns what is there.
   *
   * @param build is told what others refer to by a name that the plan could not know
   */
  CompletableFuture<Optional<Found>> find(CompiledResource planned, Build build);

  /**
   * As {@link #find}, when it is known from a plan what there was: asks for exact names, so that it
   * costs the same in any account.
   *
   * @param known the steps of the plan for resources of this kind
   */
  default CompletableFuture<Optional<Found>> verify(
      CompiledResource planned, List<PlannedStep> known, Build build) {
    return find(planned, build);
  }

  /** Looks by its exact name whether something is still there and owned. */
  CompletableFuture<Optional<AwsResource>> still(AwsResource known, Ownership ownership);

  /** The requests of a plan, with the real names of what they refer to as far as it is there. */
  default List<AwsRequest> requests(CompiledResource planned, Build build) {
    return planned.requests();
  }

  /**
   * Lets what refers to it know that another one will take the place of what was found.
   *
   * @param successor what that one will be called
   */
  default void succeed(CompiledResource planned, String successor, Build build) {
    build.put(planned.awsName(), successor);
  }

  /**
   * Whether it is begun at once, and waits itself for what it depends on to be made, as {@link
   * Build#made} tells. All else is begun when what it depends on can be used.
   */
  default boolean beginsEarly() {
    return false;
  }

  /** Makes it and waits until it can be used. */
  CompletableFuture<AwsResource> create(CompiledResource planned, Build build);

  /**
   * Makes one more revision beside those that are there.
   *
   * @param there the newest of them, which the new one differs from
   */
  default CompletableFuture<AwsResource> revise(
      CompiledResource planned, AwsResource there, Build build) {
    throw new UnsupportedOperationException(there + " has no revisions");
  }

  /**
   * Does what is missing of something that is there, and waits until it can be used.
   *
   * @param missing the requests that have not been sent yet
   */
  default CompletableFuture<AwsResource> complete(
      CompiledResource planned, AwsResource there, List<AwsRequest> missing, Build build) {
    throw new UnsupportedOperationException(there + " is made by one request, never by half");
  }

  /**
   * Changes something that is there under its name, and waits until it can be used again.
   *
   * @param requests what the plan says is to be sent
   */
  default CompletableFuture<AwsResource> update(
      CompiledResource planned, AwsResource there, List<AwsRequest> requests, Build build) {
    throw new UnsupportedOperationException(there + " has nothing that can be changed in place");
  }

  /** Deletes it and waits until it is gone; succeeds if it is gone already. */
  CompletableFuture<Void> delete(AwsResource resource);
}
