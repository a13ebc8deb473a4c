package io.github.spotbatch.internal.provision;

import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.ProvisioningListener;
import io.github.spotbatch.StackSummary;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.aws.AwsCalls;
import io.github.spotbatch.internal.aws.AwsClients;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.time.TimeKeeper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** All about stacks, for the entry point: each method waits on the caller's thread. Thread-safe. */
public final class ProvisioningService {

  private final AwsClients clients;
  private final AwsCalls calls;
  private final TimeKeeper time;
  private final Executor callbackExecutor;

  public ProvisioningService(
      AwsClients clients, AwsCalls calls, TimeKeeper time, Executor callbackExecutor) {
    this.clients = clients;
    this.calls = calls;
    this.time = time;
    this.callbackExecutor = callbackExecutor;
  }

  public CompiledStack plan(StackSpec stack) {
    Session session = session(ProvisioningListener.none());
    return session.await(
        new Planner(session, new Handlers(session)).plan(stack), "stack " + stack.name(), "plan");
  }

  public List<AwsResource> apply(CompiledStack stack, ProvisioningListener listener) {
    Session session = session(listener);
    String name = stack.names().stack();
    return session.await(
        new Applier(session, new Handlers(session), stack).run(), "stack " + name, "apply");
  }

  public DestroyReport destroy(
      String stack, UnfinishedJobs unfinishedJobs, ProvisioningListener listener) {
    Session session = session(listener);
    return session.await(
        new Destroyer(session, new Handlers(session), stack, unfinishedJobs).run(),
        "stack " + stack,
        "destroy");
  }

  public List<StackSummary> stacks() {
    Session session = session(ProvisioningListener.none());
    String region = session.region();
    List<AwsResource> owned =
        session.await(
            new Handlers(session).owned(new Ownership(region, null)), "all stacks", "list");
    Map<String, List<AwsResource>> byStack =
        owned.stream()
            .collect(Collectors.groupingBy(AwsResource::stack, TreeMap::new, Collectors.toList()));
    return byStack.entrySet().stream()
        .map(stack -> new StackSummary(stack.getKey(), region, stack.getValue()))
        .toList();
  }

  /** What a stack has in Batch; needs no permission and no client but Batch's. */
  public List<AwsResource> batchResources(String stack) {
    Session session = session(ProvisioningListener.none());
    return session.await(
        new Handlers(session)
            .owned(
                new Ownership(session.region(), stack),
                ResourceKind.COMPUTE_ENVIRONMENT,
                ResourceKind.JOB_QUEUE,
                ResourceKind.JOB_DEFINITION),
        "stack " + stack,
        "read");
  }

  private Session session(ProvisioningListener listener) {
    return new Session(clients, calls, time, callbackExecutor, listener);
  }
}
