package io.github.spotbatch.internal.provision;

import io.github.spotbatch.Adoption;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.FailedApply;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.StackSummary;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.internal.image.ImageLayouts;
import io.github.spotbatch.internal.image.ImageService;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.time.TimeKeeper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All about stacks, for the entry point: each method waits on the caller's thread. Thread-safe. */
public final class ProvisioningService implements AutoCloseable {

  private final AwsClients clients;
  private final AwsCalls calls;
  private final ImageService images;
  private final TimeKeeper time;
  private final Executor callbackExecutor;
  private final Set<Session> open = ConcurrentHashMap.newKeySet();

  public ProvisioningService(
      AwsClients clients,
      AwsCalls calls,
      ImageService images,
      TimeKeeper time,
      Executor callbackExecutor) {
    this.clients = clients;
    this.calls = calls;
    this.images = images;
    this.time = time;
    this.callbackExecutor = callbackExecutor;
  }

  public StackPlan plan(StackSpec stack, Set<Adoption> adoptions) {
    requireJars();
    ImageLayouts layouts = ImageLayouts.of(stack);
    return run(
        ProvisioningListener.none(),
        "stack " + stack.name(),
        "plan",
        session -> new Planner(session, new Handlers(session)).plan(stack, layouts, adoptions));
  }

  public List<AwsResource> apply(
      StackPlan plan, FailedApply onFailure, ProvisioningListener listener) {
    requireJars();
    return run(
        listener,
        "stack " + plan.names().stack(),
        "apply",
        session -> new Applier(session, new Handlers(session), plan, onFailure).run());
  }

  public StackPlan planDestroy(String stack, UnfinishedJobs unfinishedJobs) {
    requireJars();
    return run(
        ProvisioningListener.none(),
        "stack " + stack,
        "plan",
        session ->
            new InventoryReader(session, stack)
                .read()
                .thenApply(found -> DestroyPlanner.plan(found, purpose(unfinishedJobs))));
  }

  /** Plans and does what was planned. */
  public DestroyReport destroy(
      String stack, UnfinishedJobs unfinishedJobs, ProvisioningListener listener) {
    requireJars();
    return run(
        listener,
        "stack " + stack,
        "destroy",
        session ->
            new InventoryReader(session, stack)
                .read()
                .thenCompose(
                    found -> {
                      StackPlan plan = DestroyPlanner.plan(found, purpose(unfinishedJobs));
                      return new Destroyer(session, plan, found).run();
                    }));
  }

  /** Does what was planned, if it still fits. */
  public DestroyReport destroy(StackPlan plan, ProvisioningListener listener) {
    requireJars();
    String stack = plan.names().stack();
    return run(
        listener,
        "stack " + stack,
        "destroy",
        session -> {
          DestroyChecks.requirePlace(plan, session.region());
          return new InventoryReader(session, stack)
              .read()
              .thenCompose(
                  found -> {
                    StackPlan now = DestroyPlanner.plan(found, plan.purpose());
                    DestroyChecks.requireUnmoved(plan, now);
                    return new Destroyer(session, now, found).run();
                  });
        });
  }

  private static StackPlan.Purpose purpose(UnfinishedJobs unfinishedJobs) {
    return switch (unfinishedJobs) {
      case REFUSE -> StackPlan.Purpose.DESTROY;
      case TERMINATE -> StackPlan.Purpose.DESTROY_WITH_JOBS;
    };
  }

  public List<StackSummary> stacks() {
    requireJars();
    String region = clients.region().id();
    List<Owned> all =
        run(
            ProvisioningListener.none(),
            "all stacks",
            "list",
            session -> new Handlers(session).all(new Ownership(region, null)));
    Map<String, List<Owned>> byStack =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    owned -> owned.resource().stack(), TreeMap::new, Collectors.toList()));
    return byStack.entrySet().stream()
        .map(stack -> summary(stack.getKey(), region, stack.getValue()))
        .toList();
  }

  private static StackSummary summary(String stack, String region, List<Owned> owned) {
    return new StackSummary(
        stack,
        region,
        owned.stream().map(Owned::resource).toList(),
        owned.stream().anyMatch(Owned::isProtected));
  }

  /** Names the missing artifact, where loading what needs it would only name a class. */
  private void requireJars() {
    calls.requireOpen();
    clients.iam();
    clients.ec2();
    clients.ecr();
    clients.sts();
  }

  /** What a stack has in Batch; needs no permission and no client but Batch's. */
  public List<AwsResource> batchResources(String stack) {
    Ownership ownership = new Ownership(clients.region().id(), stack);
    return run(
        ProvisioningListener.none(),
        "stack " + stack,
        "read",
        session ->
            new Handlers(session)
                .owned(
                    ownership,
                    ResourceKind.COMPUTE_ENVIRONMENT,
                    ResourceKind.JOB_QUEUE,
                    ResourceKind.JOB_DEFINITION));
  }

  /** Ends what is under way on other threads. */
  @Override
  public void close() {
    open.forEach(Session::close);
  }

  private <T> T run(
      ProvisioningListener listener,
      String subject,
      String step,
      Function<Session, CompletableFuture<T>> work) {
    calls.requireOpen();
    Session session = new Session(clients, calls, images, time, callbackExecutor, listener);
    open.add(session);
    try {
      return session.await(work.apply(session), subject, step);
    } finally {
      open.remove(session);
    }
  }
}
