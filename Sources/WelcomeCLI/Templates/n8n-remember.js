// Every request of these files was claimed, by this run or before it: the next run begins behind this build.
const { build } = $('Read the pointer').first().json;
const { tenant, channel } = $('Settings').first().json;
Object.assign($getWorkflowStaticData('global'), { build, tenant, channel });
return [];
