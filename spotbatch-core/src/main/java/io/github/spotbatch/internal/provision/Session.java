package io.github.spotbatch.internal.provision;

import io.github.spotbatch.ProvisioningEvent.Type;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.internal.aws.EcrLogins;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What one plan, apply, destroy or listing works with, from its start to its end. */
final class Session implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  private final AwsClients clients;
  private final AwsCalls calls;
  private final ImageService images;
  private final TimeKeeper time;
  private final Executor callbackExecutor;
  private final Progress progress;
  private final Gate gate;
  private final Waiter waiter;
  private final CompletableFuture<Void> closed;
  private final List<AwsResource> existing;
  private final List<AwsResource> unsure;
  private final List<AwsResource> kept;
  private final LongWork longWork;

  Session(
      AwsClients clients,
      AwsCalls calls,
      ImageService images,
      TimeKeeper time,
      Executor callbackExecutor,
      ProvisioningListener listener) {
    this.clients = clients;
    this.calls = calls;
    this.images = images;
    this.time = time;
    this.callbackExecutor = callbackExecutor;
    this.progress = new Progress(listener, callbackExecutor);
    this.gate = new Gate();
    this.waiter = new Waiter(time, gate, (reason, retry) -> {});
    this.closed = new CompletableFuture<>();
    this.existing = new CopyOnWriteArrayList<>();
    this.unsure = new CopyOnWriteArrayList<>();
    this.kept = new CopyOnWriteArrayList<>();
    this.longWork = new LongWork();
  }

  private Session(Session whole, Waiter waiter) {
    this.clients = whole.clients;
    this.calls = whole.calls;
    this.images = whole.images;
    this.time = whole.time;
    this.callbackExecutor = whole.callbackExecutor;
    this.progress = whole.progress;
    this.gate = whole.gate;
    this.waiter = waiter;
    this.closed = whole.closed;
    this.existing = whole.existing;
    this.unsure = whole.unsure;
    this.kept = whole.kept;
    this.longWork = whole.longWork;
  }

  Session about(AwsResource resource) {
    return about(resource.kind(), resource.name(), resource.awsName());
  }

  /** This very session, but its waiter tells of retries under the name of one resource. */
  Session about(ResourceKind kind, String name, String awsName) {
    return new Session(
        this,
        new Waiter(
            time, gate, (reason, retry) -> progress.retrying(kind, name, awsName, reason, retry)));
  }

  AwsClients clients() {
    return clients;
  }

  AwsCalls calls() {
    return calls;
  }

  ImageService images() {
    return images;
  }

  /** Logs in to the registries of ECR. */
  EcrLogins logins(String ownHost) {
    return new EcrLogins(calls, clients, ownHost);
  }

  Waiter waiter() {
    return waiter;
  }

  LongWork longWork() {
    return longWork;
  }

  Progress progress() {
    return progress;
  }

  Instant now() {
    return time.now();
  }

  String region() {
    return clients.region().id();
  }

  /**
   * Makes something by a call that AWS may have carried out although its answer got lost: if the
   * name is taken then, and by this very stack, that is the thing.
   */
  CompletableFuture<AwsResource> createOnce(
      ResourceHandler handler, CompiledResource planned, Build build, Supplier<String> create) {
    return waiter
        .once(() -> resource(planned, build, create.get()))
        .exceptionallyCompose(failure -> ownOfThisName(handler, planned, build, failure))
        .thenApply(
            made -> {
              created(made);
              build.made(planned.id()).complete(null);
              return made;
            });
  }

  private CompletableFuture<AwsResource> ownOfThisName(
      ResourceHandler handler, CompiledResource planned, Build build, Throwable failure) {
    Throwable cause = AwsErrors.unwrap(failure);
    if (!AwsErrors.isTaken(cause)) {
      return CompletableFuture.failedFuture(cause);
    }
    return handler
        .find(planned, build)
        .thenApply(
            found ->
                found
                    .flatMap(Found::owned)
                    .filter(owned -> owned.awsName().equals(planned.awsName()))
                    .orElseThrow(() -> Futures.unchecked(cause)))
        .whenComplete((taken, none) -> taken(taken));
  }

  /** It may be that another apply has made it at the same time. */
  private void taken(@Nullable AwsResource resource) {
    if (resource != null) {
      unsure.add(resource);
    }
  }

  /** What this session has certainly made and not deleted again. */
  List<AwsResource> made() {
    return existing.stream().filter(resource -> !unsure.contains(resource)).toList();
  }

  AwsResource created(AwsResource resource) {
    existing.add(resource);
    progress.tell(Type.CREATED, resource.kind(), resource.name(), resource.awsName());
    return resource;
  }

  /** Sends what changes something that can be used all the while. */
  CompletableFuture<AwsResource> changed(
      Wait wait, AwsResource resource, List<AwsRequest> requests, Consumer<AwsRequest> send) {
    return waiter
        .call(
            wait,
            () -> {
              requests.forEach(send);
              return resource;
            })
        .thenApply(this::updated);
  }

  AwsResource updated(AwsResource resource) {
    progress.tell(Type.UPDATED, resource.kind(), resource.name(), resource.awsName());
    return resource;
  }

  /** Takes something into the account of what there is that was there before. */
  void kept(AwsResource resource) {
    kept.add(resource);
  }

  void deleted(AwsResource resource) {
    existing.remove(resource);
    progress.tell(Type.DELETED, resource.kind(), resource.name(), resource.awsName());
  }

  /** Says what this session has made so far, and how to go on or to get rid of it. */
  String whatExists(String stack) {
    String list =
        existing.isEmpty()
            ? "nothing"
            : existing.stream().map(AwsResource::toString).collect(Collectors.joining(", "));
    String all = kept.isEmpty() ? "it" : "the whole stack";
    return "Made so far: %s; plan and apply again to go on, or destroy(\"%s\") removes %s."
        .formatted(list, stack, all);
  }

  void waiting(AwsResource resource, String status) {
    progress.waiting(resource.kind(), resource.name(), resource.awsName(), status);
  }

  static AwsResource resource(CompiledResource planned, Build build, String id) {
    return new AwsResource(
        planned.kind(), build.names().stack(), planned.name(), planned.awsName(), id);
  }

  /** Waits on the user's thread. After an interrupt nothing more is sent. */
  <T> T await(CompletableFuture<T> work, String subject, String step) {
    try {
      return time.await(untilClosed(told(work)));
    } catch (ExecutionException e) {
      Throwable cause = AwsErrors.unwrap(e);
      throw cause instanceof CancellationException && closed.isCancelled()
          ? stopped("SpotBatch was closed", subject, step, e)
          : failure(cause, subject, step);
    } catch (InterruptedException e) {
      stop();
      throw stopped("Interrupted", subject, step, e);
    }
  }

  private ProvisioningException stopped(String why, String subject, String step, Exception cause) {
    String made = existing.isEmpty() ? "" : " " + whatExists(existing.get(0).stack());
    return new ProvisioningException(
        "%s: the %s of %s was stopped, and nothing more is sent.%s"
            .formatted(why, step, subject, made),
        subject,
        step,
        null,
        null,
        cause);
  }

  /** Ends the wait of the user's thread; nothing more is sent. */
  @Override
  public void close() {
    closed.cancel(false);
    CompletableFuture<Void> unused = gate.close();
    longWork.stop();
  }

  /** The work's end, or its cancellation once this session is closed, whichever comes first. */
  private <T> CompletableFuture<T> untilClosed(CompletableFuture<T> work) {
    CompletableFuture<T> never = new CompletableFuture<>();
    return work.applyToEither(closed.thenCompose(none -> never), result -> result);
  }

  private static RuntimeException failure(Throwable cause, String subject, String step) {
    if (cause instanceof SpotBatchException known) {
      return known;
    }
    if (cause instanceof AwsServiceException refused) {
      return new ProvisioningException(
          "AWS refused the %s of %s: %s".formatted(step, subject, refused.getMessage()),
          subject,
          step,
          AwsErrors.code(refused),
          AwsErrors.requestId(refused),
          refused);
    }
    if (cause instanceof SdkClientException unanswered) {
      return new SpotBatchException(
          "AWS gave no answer, so the %s of %s stopped: %s. Check the network, and do it again."
              .formatted(step, subject, unanswered.getMessage()),
          unanswered);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return Futures.unchecked(cause);
  }

  /** Lets the calls that are under way end, and sets the interrupt flag again. */
  private void stop() {
    CompletableFuture<Void> quiet = gate.close();
    longWork.stop();
    while (!quiet.isDone()) {
      try {
        time.await(quiet);
      } catch (InterruptedException | ExecutionException e) {
        log.debug("still waiting for the calls under way to end", e);
      }
    }
    Thread.currentThread().interrupt();
  }

  /** What has happened is told before the user's call returns, unless on foreign threads. */
  private <T> CompletableFuture<T> told(CompletableFuture<T> work) {
    if (callbackExecutor != time.executor()) {
      return work;
    }
    return work.handle((result, failure) -> failure == null)
        .thenCompose(done -> progress.told())
        .thenCompose(told -> work);
  }
}
