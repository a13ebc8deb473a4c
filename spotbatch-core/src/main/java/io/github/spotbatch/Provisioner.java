package io.github.spotbatch;

import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.internal.job.JobService;
import io.github.spotbatch.internal.provision.ProvisioningService;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.StackSpec;
import java.util.List;
import java.util.Set;

/**
 * Makes stacks and removes them.
 *
 * <p>All that belongs to a stack carries the tags {@code spotbatch:stack}, {@code spotbatch:name}
 * and {@code spotbatch:region}; what does not carry them is never changed or deleted, unless it is
 * {@linkplain #plan(StackSpec, Adoption...) adopted} by name. There is no state but that of AWS.
 * Every method waits on the calling thread; an interrupt ends the wait, lets no further request be
 * sent, and keeps the thread's interrupt flag. Thread-safe.
 */
public final class Provisioner {

  private final ProvisioningService service;
  private final JobService jobs;

  Provisioner(ProvisioningService service, JobService jobs) {
    this.service = service;
    this.jobs = jobs;
  }

  /**
   * Finds out what has to be done so that a stack is as its spec says. Only reads.
   *
   * <p>What is absent would be made, what is there and as the spec says would be kept, and a job
   * definition that says something else would get a new revision. So a stack that an apply left
   * half made is completed, and a changed program costs one image and one revision.
   *
   * <p>What differs would be changed in the gentlest way that AWS offers; {@link UpdateClass} tells
   * what that does to what runs. Roles keep their names, and are given what they may do before
   * anything is taken from them. A compute environment that AWS cannot change in place would get a
   * successor, to which its queues move before it goes; so would one that is INVALID for another
   * reason than a role that IAM has not shown yet. What the stack owns and the spec no longer has
   * would be deleted, after all else is done. Where instances would go, the plan names the jobs
   * that have started on them.
   *
   * <p>What cannot be done is {@linkplain ProvisioningPlan#refused() refused} in the plan, with the
   * fields that differ and the reason: a field that AWS cannot change of something whose name is
   * fixed, the removal of a queue with unfinished jobs, and a name that is in use for something
   * else, unless that is {@linkplain #plan(StackSpec, Adoption...) adopted}. Such a plan can be
   * looked at, and is not applied.
   *
   * <p>Tags that others have put on the stack's resources, how many vCPUs Batch wants of an
   * environment at the moment, and the rules of the security group are not compared.
   *
   * @param stack what is wanted
   * @return the plan, which can be printed and applied
   * @throws ProvisioningException if the stack does not fit the account, or AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan plan(StackSpec stack) {
    return new ProvisioningPlan(service.plan(stack, Set.of()));
  }

  /**
   * Finds out what has to be done so that a stack is as its spec says, as {@link #plan(StackSpec)}
   * does, and takes over what is named: something that others have made under a name that the stack
   * needs, such as a queue made by hand. Only reads.
   *
   * <p>Of what is taken over the plan shows the tags that it would get, and the fields that would
   * change; from its apply on it is the stack's own, and goes with it. The tags come first, so that
   * an apply that fails afterwards is completed by the next. Of a job definition the newest
   * revision is taken over, and gets a successor if it says something else. A compute environment
   * that AWS cannot change as the spec wants it only gets its tags; the next plan replaces it.
   *
   * <p>What has the tags of another stack is never taken over. What is the stack's own already is
   * planned as ever, so an adoption may stay in a program. Where there is nothing to take over, the
   * plan refuses the resource rather than make it.
   *
   * @param stack what is wanted
   * @param adoptions what is to be taken over; all else of others is left alone
   * @return the plan, which can be printed and applied
   * @throws InvalidSpecException if the stack has no resource of such a kind and name
   * @throws ProvisioningException if the stack does not fit the account, or AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached, or there are no credentials or no Region
   */
  public ProvisioningPlan plan(StackSpec stack, Adoption... adoptions) {
    return new ProvisioningPlan(service.plan(stack, Set.copyOf(List.of(adoptions))));
  }

  /**
   * Does what a plan says and waits until all of it can be used. What the plan keeps gets no
   * request that changes anything; if all is kept, none is sent at all.
   *
   * <p>Before anything is made, all is read once more. If the plan no longer fits, since something
   * kept is gone or a name is taken, that is said and nothing is changed. Nor is anything if one of
   * the plan's actions is refused.
   *
   * @param plan a plan of this account and Region
   * @return the stack as it exists now, with what was kept and the newest revisions
   * @throws ProvisioningException if an action of the plan is refused, the plan no longer fits, or
   *     something could not be made; the message says what exists now
   * @throws SpotBatchException if AWS cannot be reached
   */
  public Deployment apply(ProvisioningPlan plan) {
    return apply(plan, ProvisioningListener.none());
  }

  /**
   * Does what a plan says, as {@link #apply(ProvisioningPlan)} does, and tells how it goes.
   *
   * @param plan a plan of this account and Region
   * @param listener hears of each step; nothing of what is kept
   * @return the stack as it exists now, with what was kept and the newest revisions
   * @throws ProvisioningException if an action of the plan is refused, the plan no longer fits, or
   *     something could not be made; the message says what exists now
   * @throws SpotBatchException if AWS cannot be reached
   */
  public Deployment apply(ProvisioningPlan plan, ProvisioningListener listener) {
    return new Deployment(plan.planned().names(), service.apply(plan.planned(), listener), jobs);
  }

  /**
   * Removes a stack, whole or half made, if it has no unfinished jobs.
   *
   * @param stack the stack's name; nothing else is needed
   * @return what was deleted and what is left
   * @throws ProvisioningException if it has unfinished jobs, or something could not be deleted; it
   *     can be called again
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(String stack) {
    return destroy(stack, UnfinishedJobs.REFUSE);
  }

  /**
   * Removes a stack, whole or half made.
   *
   * @param stack the stack's name; nothing else is needed
   * @param unfinishedJobs what to do about jobs that have not ended
   * @return what was deleted and what is left
   * @throws ProvisioningException if something could not be deleted; it can be called again
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(String stack, UnfinishedJobs unfinishedJobs) {
    return destroy(stack, unfinishedJobs, ProvisioningListener.none());
  }

  /**
   * Removes a stack, whole or half made, and tells how it goes.
   *
   * @param stack the stack's name; nothing else is needed
   * @param unfinishedJobs what to do about jobs that have not ended
   * @param listener hears of each step
   * @return what was deleted and what is left
   * @throws ProvisioningException if something could not be deleted; it can be called again
   * @throws SpotBatchException if AWS cannot be reached
   */
  public DestroyReport destroy(
      String stack, UnfinishedJobs unfinishedJobs, ProvisioningListener listener) {
    return service.destroy(stack, unfinishedJobs, listener);
  }

  /**
   * Lists every stack of the Region, half-made ones too.
   *
   * @return the stacks in the order of their names
   * @throws ProvisioningException if AWS refuses to be read
   * @throws SpotBatchException if AWS cannot be reached
   */
  public List<StackSummary> stacks() {
    return service.stacks();
  }
}
