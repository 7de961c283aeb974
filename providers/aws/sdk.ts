import type * as sdk from "@aws-sdk/client-elastic-load-balancing-v2";

/** What is asked and answered, by operation of the API 2015-12-01. */
export interface Operations {
  DescribeLoadBalancers: [sdk.DescribeLoadBalancersCommandInput, sdk.DescribeLoadBalancersCommandOutput];
  DescribeLoadBalancerAttributes: [
    sdk.DescribeLoadBalancerAttributesCommandInput,
    sdk.DescribeLoadBalancerAttributesCommandOutput,
  ];
  DescribeTargetGroups: [sdk.DescribeTargetGroupsCommandInput, sdk.DescribeTargetGroupsCommandOutput];
  DescribeTargetGroupAttributes: [
    sdk.DescribeTargetGroupAttributesCommandInput,
    sdk.DescribeTargetGroupAttributesCommandOutput,
  ];
  DescribeTargetHealth: [sdk.DescribeTargetHealthCommandInput, sdk.DescribeTargetHealthCommandOutput];
  DescribeListeners: [sdk.DescribeListenersCommandInput, sdk.DescribeListenersCommandOutput];
  DescribeListenerAttributes: [
    sdk.DescribeListenerAttributesCommandInput,
    sdk.DescribeListenerAttributesCommandOutput,
  ];
  DescribeTags: [sdk.DescribeTagsCommandInput, sdk.DescribeTagsCommandOutput];
  CreateLoadBalancer: [sdk.CreateLoadBalancerCommandInput, sdk.CreateLoadBalancerCommandOutput];
  CreateTargetGroup: [sdk.CreateTargetGroupCommandInput, sdk.CreateTargetGroupCommandOutput];
  CreateListener: [sdk.CreateListenerCommandInput, sdk.CreateListenerCommandOutput];
  ModifyLoadBalancerAttributes: [sdk.ModifyLoadBalancerAttributesCommandInput, object];
  ModifyTargetGroup: [sdk.ModifyTargetGroupCommandInput, object];
  ModifyTargetGroupAttributes: [sdk.ModifyTargetGroupAttributesCommandInput, object];
  ModifyListener: [sdk.ModifyListenerCommandInput, object];
  ModifyListenerAttributes: [sdk.ModifyListenerAttributesCommandInput, object];
  SetSubnets: [sdk.SetSubnetsCommandInput, object];
  SetSecurityGroups: [sdk.SetSecurityGroupsCommandInput, object];
  RegisterTargets: [sdk.RegisterTargetsCommandInput, object];
  DeregisterTargets: [sdk.DeregisterTargetsCommandInput, object];
  AddTags: [sdk.AddTagsCommandInput, object];
  DeleteLoadBalancer: [sdk.DeleteLoadBalancerCommandInput, object];
  DeleteTargetGroup: [sdk.DeleteTargetGroupCommandInput, object];
  DeleteListener: [sdk.DeleteListenerCommandInput, object];
}

export type Action = keyof Operations;
export type Input<A extends Action> = Operations[A][0];
export type Output<A extends Action> = Operations[A][1];

/** Loads the SDK. Only what is named here ends up in a bundle, which is why nothing takes the module as a whole. */
export async function loadSdk() {
  const {
    ElasticLoadBalancingV2Client,
    AddTagsCommand,
    CreateListenerCommand,
    CreateLoadBalancerCommand,
    CreateTargetGroupCommand,
    DeleteListenerCommand,
    DeleteLoadBalancerCommand,
    DeleteTargetGroupCommand,
    DeregisterTargetsCommand,
    DescribeListenerAttributesCommand,
    DescribeListenersCommand,
    DescribeLoadBalancerAttributesCommand,
    DescribeLoadBalancersCommand,
    DescribeTagsCommand,
    DescribeTargetGroupAttributesCommand,
    DescribeTargetGroupsCommand,
    DescribeTargetHealthCommand,
    ModifyListenerAttributesCommand,
    ModifyListenerCommand,
    ModifyLoadBalancerAttributesCommand,
    ModifyTargetGroupAttributesCommand,
    ModifyTargetGroupCommand,
    RegisterTargetsCommand,
    SetSecurityGroupsCommand,
    SetSubnetsCommand,
  } = await import("@aws-sdk/client-elastic-load-balancing-v2");
  return {
    Client: ElasticLoadBalancingV2Client,
    commands: {
      AddTags: AddTagsCommand,
      CreateListener: CreateListenerCommand,
      CreateLoadBalancer: CreateLoadBalancerCommand,
      CreateTargetGroup: CreateTargetGroupCommand,
      DeleteListener: DeleteListenerCommand,
      DeleteLoadBalancer: DeleteLoadBalancerCommand,
      DeleteTargetGroup: DeleteTargetGroupCommand,
      DeregisterTargets: DeregisterTargetsCommand,
      DescribeListenerAttributes: DescribeListenerAttributesCommand,
      DescribeListeners: DescribeListenersCommand,
      DescribeLoadBalancerAttributes: DescribeLoadBalancerAttributesCommand,
      DescribeLoadBalancers: DescribeLoadBalancersCommand,
      DescribeTags: DescribeTagsCommand,
      DescribeTargetGroupAttributes: DescribeTargetGroupAttributesCommand,
      DescribeTargetGroups: DescribeTargetGroupsCommand,
      DescribeTargetHealth: DescribeTargetHealthCommand,
      ModifyListener: ModifyListenerCommand,
      ModifyListenerAttributes: ModifyListenerAttributesCommand,
      ModifyLoadBalancerAttributes: ModifyLoadBalancerAttributesCommand,
      ModifyTargetGroup: ModifyTargetGroupCommand,
      ModifyTargetGroupAttributes: ModifyTargetGroupAttributesCommand,
      RegisterTargets: RegisterTargetsCommand,
      SetSecurityGroups: SetSecurityGroupsCommand,
      SetSubnets: SetSubnetsCommand,
    },
  };
}

/** Client and commands behind one function, so that nothing else has to know the SDK's classes. */
export type Send = <A extends Action>(
  action: A,
  input: Input<A>,
  signal: AbortSignal | undefined,
) => Promise<Output<A>>;
