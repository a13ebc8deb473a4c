package io.github.spotbatch.internal.provision;

import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.ProvisioningRetry;
import io.github.spotbatch.aws.ResourceKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user's listener, one event after the other, on the user's executor. */
final class Progress {

  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  private final ProvisioningListener listener;
  private final Executor executor;
  private final Map<String, String> lastDetails = new HashMap<>();
  private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

  Progress(ProvisioningListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  void tell(Type type, ResourceKind kind, String name, String awsName) {
    tell(new ProvisioningEvent(type, kind, name, awsName, ""));
  }

  /** Tells the status of something, unless it is the one told last. */
  void waiting(ResourceKind kind, String name, String awsName, String detail) {
    synchronized (this) {
      if (detail.equals(lastDetails.put(kind + awsName, detail))) {
        return;
      }
    }
    tell(new ProvisioningEvent(Type.WAITING, kind, name, awsName, detail));
  }

  void retrying(
      ResourceKind kind, String name, String awsName, String reason, ProvisioningRetry retry) {
    tell(new ProvisioningEvent(Type.RETRYING, kind, name, awsName, reason, Optional.of(retry)));
  }

  void pushing(ResourceKind kind, String name, String awsName, String detail) {
    tell(new ProvisioningEvent(Type.PUSHING, kind, name, awsName, detail));
  }

  /** Done when everything so far has been told. */
  synchronized CompletableFuture<Void> told() {
    return told;
  }

  /** What a listener or its executor throws is nobody's who makes stacks, but is not lost. */
  private synchronized void tell(ProvisioningEvent event) {
    log.debug("provisioning [event={}]", event);
    told =
        told.thenRunAsync(() -> listener.onEvent(event), executor)
            .exceptionally(failure -> unheard(event, failure));
  }

  private static @Nullable Void unheard(ProvisioningEvent event, Throwable failure) {
    log.warn("a provisioning listener failed [event={}]", event, AwsErrors.unwrap(failure));
    return null;
  }
}
