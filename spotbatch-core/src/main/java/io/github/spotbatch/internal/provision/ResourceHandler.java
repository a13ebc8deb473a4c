package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All that is done with one kind of resource. */
interface ResourceHandler {

  ResourceKind kind();

  /** Reads what is owned, on this thread. */
  List<AwsResource> owned(Ownership ownership);

  /** Whether the name is in use, whoever owns it; reads on this thread. */
  boolean taken(CompiledResource planned);

  /** Makes it and waits until it can be used. */
  CompletableFuture<AwsResource> create(CompiledResource planned, Build build);

  /** Deletes it and waits until it is gone; succeeds if it is gone already. */
  CompletableFuture<Void> delete(AwsResource resource);
}
